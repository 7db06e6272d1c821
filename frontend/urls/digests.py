from django.urls import path

from frontend.views import digests, unsubscribing

urlpatterns = [
    path("digests/", digests.digests, name="digests"),
    path("digests/numbers/", digests.digest_numbers, name="digest_numbers"),
    path("digests/numbers/ending/", digests.digest_numbers_ending, name="digest_numbers_ending"),
    path("digests/examples/", digests.digest_example, name="digest_example"),
    path("digests/<week:week>/", digests.digest, name="digest"),
    path("unsubscribe/<str:token>/", unsubscribing.unsubscribe, name="unsubscribe"),
]
