"""The local mail box of the loopback demo, where no mail leaves the machine."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 50


@dataclass(frozen=True, slots=True)
class Letter:
    to: str
    subject: str
    sent: str
    body: str


@require_safe
def mail_box(request: HttpRequest) -> HttpResponse:
    """The newest mails first."""
    files = sorted((settings.DATA_DIR / "mail").glob("*.eml"), reverse=True)
    letters = [_letter(path) for path in files[:NEWEST]]
    return render(request, "frontend/mail_box/mail_box.html", {"letters": letters, "number": len(files)})


def _letter(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
    text = message.get_body(("plain",))
    return Letter(
        to=message["To"] or "",
        subject=message["Subject"] or "",
        sent=message["Date"] or "",
        body=text.get_content() if text else "",
    )
