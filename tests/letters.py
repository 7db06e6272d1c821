"""The mails that accounts were promised, and the links in those that arrived."""

from accounts.models import AccountMail
from accounts.services.mails import send_promised_mail
from tests.servers.smtp import SmtpBox


def send_all() -> None:
    for mail_id in list(AccountMail.objects.values_list("pk", flat=True)):
        send_promised_mail(mail_id)


def link_in(box: SmtpBox, part: str) -> str:
    body = str(box.messages[-1].get_content()).replace("=\n", "")
    return next(word for word in body.split() if part in word)
