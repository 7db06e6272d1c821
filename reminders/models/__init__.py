from reminders.models.push_subscription import PushSubscription
from reminders.models.vapid_key import VapidKey

__all__ = ("PushSubscription", "VapidKey")
