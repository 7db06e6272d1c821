"""What is written to somebody, and the email that it becomes: the same, byte for byte, each time."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.mime.image import MIMEImage
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from reminders.models import Delivery


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """To one address. `images` are PNGs by the name that the HTML calls them by ("cid:name").

    `unsubscribe` is where one POST ends mails of its kind (RFC 8058); empty where that is no choice.
    `basis` says in a word what allowed it to be written as it is: with another basis it is written anew.
    """

    to: str
    subject: str
    text: str
    html: str = ""
    images: Mapping[str, bytes] = field(default_factory=dict)
    unsubscribe: str = ""
    basis: str = ""

    def kept(self) -> dict[str, Any]:
        """As JSON keeps it."""
        images = {name: base64.b64encode(image).decode() for name, image in self.images.items()}
        return {
            "to": self.to, "subject": self.subject, "text": self.text, "html": self.html,
            "images": images, "unsubscribe": self.unsubscribe, "basis": self.basis,
        }  # fmt: skip

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Letter":
        images = {name: base64.b64decode(image) for name, image in kept["images"].items()}
        return cls(**{**kept, "images": images})


class SameMail(EmailMultiAlternatives):
    """Its parts are divided by lines made of its id, where others roll dice."""

    def message(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - Django's own
        made = super().message(*arguments, **options)
        parts = [part for part in made.walk() if part.is_multipart()]
        for number, part in enumerate(parts):
            part.set_boundary(f"=_{self.extra_headers['X-Entity-Ref-ID']}-{number}")
        return made


def mail_of(letter: Letter, *, delivery: Delivery) -> EmailMultiAlternatives:
    name = delivery.public_id.hex + (f".{delivery.copies}" if delivery.copies else "")
    mail = SameMail(
        subject=" ".join(letter.subject.split()),  # a line break in it would begin a header
        body=letter.text,
        to=[letter.to],
        headers={
            "Message-ID": f"<{name}@{host()}>",
            "Date": format_datetime(delivery.made_at),
            # No two of them are folded into one conversation.
            "X-Entity-Ref-ID": name,
            "Auto-Submitted": "auto-generated",
            **_unsubscribing(letter),
        },
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    for cid, image in letter.images.items():
        mail.attach(_inline(cid, image))
    if letter.images:
        mail.mixed_subtype = "related"
    return mail


def host() -> str:
    """Ours, whatever the installation is called: a name may have spaces, a Message-ID may not."""
    return str(urlsplit(settings.ORIGIN).hostname or "localhost")


def _unsubscribing(letter: Letter) -> dict[str, str]:
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _inline(cid: str, image: bytes) -> MIMEImage:
    part = MIMEImage(image, "png")
    part.add_header("Content-ID", f"<{cid}>")
    part.add_header("Content-Disposition", "inline", filename=f"{cid}.png")
    return part
