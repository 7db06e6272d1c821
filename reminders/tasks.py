from celery import shared_task
from django.utils import timezone

from accounts.jobs import start_soon
from accounts.models import User
from reminders.services import reminder_choices
from reminders.services.after_falls import promise_after_falls
from reminders.services.cleaning import clean_up
from reminders.services.delivering import deliver_due
from reminders.services.digest_choices import give_choices
from reminders.services.digests import promise_digests
from reminders.services.evenings import promise_evenings
from reminders.services.messages import test_message
from reminders.services.push import push_to
from reminders.services.reviews import promise_reviews
from reminders.services.weekly_looks import promise_weekly

# Chains of batches that a minute begins: as many mails leave side by side, where there are workers.
SIDE_BY_SIDE = 2


@shared_task
def send_test_push(account_id: int) -> None:
    account = User.objects.filter(pk=account_id, is_active=True).first()
    if account is not None:
        push_to(account=account, message=test_message())


@shared_task
def promise_due_digests() -> None:
    """Every minute: a row for whoever's morning has come."""
    promise_digests(now=timezone.now())


@shared_task
def promise_due_evenings() -> None:
    """Every minute: a row for whoever's hour has come."""
    promise_evenings(now=timezone.now())


@shared_task
def promise_due_reminders() -> None:
    """Every few minutes: what a fall, a week or a walk asks for."""
    promise_after_falls(now=timezone.now())
    promise_weekly(now=timezone.now())
    promise_reviews(now=timezone.now())


@shared_task
def start_sending() -> None:
    """Every minute: what was promised goes out, however it came to be promised."""
    for _chain in range(SIDE_BY_SIDE):
        start_soon(send_due)


@shared_task
def send_due() -> None:
    """One batch, and the next one after it; other work of the queue gets its turn between."""
    if deliver_due(clock=timezone.now):
        start_soon(send_due)


@shared_task
def give_new_readers_a_digest() -> None:
    """Every hour: who joined, or was let in."""
    give_choices(now=timezone.now())


@shared_task
def give_patients_their_reminders() -> None:
    """Every few minutes: who joined."""
    reminder_choices.give_choices(now=timezone.now())


@shared_task
def clean_up_deliveries() -> None:
    """Nightly."""
    clean_up(now=timezone.now())
