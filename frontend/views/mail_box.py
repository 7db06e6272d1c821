"""The local mail box of the loopback demo, where no mail leaves the machine."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

NEWEST = 50
# No script and nothing from anywhere, but the mail's own styles and pictures.
AS_A_MAIL_PROGRAM = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    to: str
    subject: str
    sent: str
    body: str
    has_html: bool


@require_safe
def mail_box(request: HttpRequest) -> HttpResponse:
    """The newest mails first."""
    files = sorted(_folder().glob("*.eml"), reverse=True)
    letters = [_letter(path) for path in files[:NEWEST]]
    return render(request, "frontend/mail_box/mail_box.html", {"letters": letters, "number": len(files)})


@require_safe
@csp(AS_A_MAIL_PROGRAM)  # type: ignore[arg-type]  # it asks for views without arguments, and takes others
def mail_html(request: HttpRequest, mail_name: str) -> HttpResponse:
    """The HTML of one mail, as a mail program shows it: with the pictures that it brings."""
    path = _folder() / f"{mail_name}.eml"
    html = _html(_read(path)) if path.is_file() else None
    if html is None:
        raise Http404
    return HttpResponse(html)


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "mail"


def _letter(path: Path) -> Letter:
    message = _read(path)
    text = message.get_body(("plain",))
    return Letter(
        name=path.stem,
        to=message["To"] or "",
        subject=message["Subject"] or "",
        sent=message["Date"] or "",
        body=text.get_content() if text else "",
        has_html=message.get_body(("html",)) is not None,
    )


def _read(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what policy.default makes
    return message


def _html(message: EmailMessage) -> str | None:
    part = message.get_body(("html",))
    if part is None:
        return None
    html: str = part.get_content()
    pictures = dict(_pictures(message))
    return re.sub(r"cid:([^\"'\s>)]+)", lambda found: pictures.get(found[1], found[0]), html)


def _pictures(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """Each by its Content-ID, as an address that holds it."""
    for part in message.walk():
        content = part.get_payload(decode=True)
        if part.get_content_maintype() == "image" and isinstance(content, bytes):
            name = str(part["Content-ID"] or "").strip("<> ")
            yield name, f"data:{part.get_content_type()};base64,{base64.b64encode(content).decode()}"
