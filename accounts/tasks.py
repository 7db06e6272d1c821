from celery import shared_task
from django.utils import timezone

from accounts.models import AccountMail
from accounts.services.cleaning import clean_up
from accounts.services.mails import send_promised_mail


@shared_task
def send_mail_now(mail_id: int) -> None:
    send_promised_mail(mail_id)


@shared_task
def send_waiting_mails() -> None:
    for mail_id in AccountMail.objects.waiting().values_list("pk", flat=True)[:500]:
        send_promised_mail(mail_id)


@shared_task
def clean_up_accounts() -> None:
    clean_up(now=timezone.now())
