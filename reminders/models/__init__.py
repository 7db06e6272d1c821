from reminders.models.dead_address import DeadAddress
from reminders.models.delivery import Delivery
from reminders.models.digest_choice import DigestChoice
from reminders.models.mail_minute import MailMinute
from reminders.models.planner_run import PlannerRun
from reminders.models.push_subscription import PushSubscription
from reminders.models.reminder_choice import ReminderChoice
from reminders.models.sending_pause import SendingPause
from reminders.models.vapid_key import VapidKey

__all__ = (
    "DeadAddress",
    "Delivery",
    "DigestChoice",
    "MailMinute",
    "PlannerRun",
    "PushSubscription",
    "ReminderChoice",
    "SendingPause",
    "VapidKey",
)
