from django.urls import path

from frontend.views import notifications

urlpatterns = [
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/ending/", notifications.notifications_ending, name="notifications_ending"),
    path("notifications/tests/", notifications.push_test, name="push_test"),
    path("notifications/subscriptions/", notifications.push_subscriptions, name="push_subscriptions"),
    path(
        "notifications/subscriptions/ending/",
        notifications.push_subscription_here,
        name="push_subscription_here",
    ),
    path(
        "notifications/subscriptions/<uuid:subscription_id>/ending/",
        notifications.push_subscription_ending,
        name="push_subscription_ending",
    ),
]
