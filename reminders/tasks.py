from celery import shared_task

from accounts.models import User
from reminders.services.messages import test_message
from reminders.services.push import push_to


@shared_task
def send_test_push(account_id: int) -> None:
    account = User.objects.filter(pk=account_id, is_active=True).first()
    if account is not None:
        push_to(account=account, message=test_message())
