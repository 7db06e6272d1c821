"""The mail server: one connection for many mails, and what its answers mean for a mail."""

import re
import smtplib
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

import requests
from django.conf import settings
from django.core.mail import EmailMessage, get_connection

# "Service not available, closing transmission channel" (RFC 5321, 4.2.2), and what many servers say when one
# connection has brought enough. The next mail goes by a new one.
CLOSES = (421, 452)
TAKEN = {"sent", "queued"}  # anymail's words
ENHANCED = re.compile(rb"\s*(5\.\d{1,3}\.\d{1,3})\b")
# No such mailbox, no such domain, not an address, moved away, takes no mail, is switched off.
NOBODY_THERE = {b"5.1.1", b"5.1.2", b"5.1.3", b"5.1.6", b"5.1.10", b"5.2.1"}
TEMPORARY, PERMANENT = 4, 5  # the first digit of an answer


class ServerAway(Exception):
    """Nobody takes mails now: no fault of any of them."""


class NotTaken(Exception):
    """This mail was not taken, or nobody knows whether it was; it may be tried again."""


@dataclass
class Refused(Exception):
    """This mail will never be taken. `at_address`: the address was refused, not what is written."""

    at_address: bool = False


UNAUTHORIZED, PAYMENT, FORBIDDEN, TOO_MANY, SERVERS_FAULT = 401, 402, 403, 429, 500


def is_about_the_address(code: int, words: bytes) -> bool:
    """Whether a refusal says that nobody is there (RFC 3463, 3.2 and 3.3). One that distrusts us, which is
    told of each address alike (5.7.1), says nothing about the address."""
    told = ENHANCED.match(words)
    return told[1] in NOBODY_THERE if told else code in (550, 551, 553)


def meaning_of_provider(error: Exception) -> Exception:
    """What an answer of a mail provider means for one mail."""
    from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused

    if isinstance(error, AnymailRecipientsRefused):
        return Refused(at_address=True)
    if isinstance(error, requests.ConnectTimeout):
        return ServerAway()
    if not isinstance(error, AnymailAPIError):
        return error
    status = error.status_code
    if status in (UNAUTHORIZED, PAYMENT, FORBIDDEN):  # our key: no mail's fault
        return ServerAway()
    if status is None or status == TOO_MANY or status >= SERVERS_FAULT:
        return NotTaken()
    return Refused()


class MailServer:
    """Connects when there is something to send, and again after a connection broke."""

    def __init__(self) -> None:
        self._connection: Any = get_connection()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._close()

    def send(self, mail: EmailMessage) -> None:
        """Return when the server has it. Raises ServerAway, NotTaken, Refused."""
        self._open()
        try:
            self._connection.send_messages([mail])
        except Exception as error:
            raise self._meaning(error) from error
        # A provider may answer without a word about the address.
        told = getattr(mail, "anymail_status", None)
        if told is not None and not TAKEN & set(told.status or ()):
            raise NotTaken

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except (OSError, smtplib.SMTPException) as error:
            self._close()
            raise ServerAway from error
        self._is_open = True

    def _close(self) -> None:
        self._is_open = False
        # What a server that goes says at the end is of no use.
        with suppress(OSError, smtplib.SMTPException):
            self._connection.close()

    def _meaning(self, error: Exception) -> Exception:
        """A fault that is none of the server's is the caller's; after it nobody knows what was said last."""
        if settings.EMAIL_BACKEND.startswith("anymail."):
            return meaning_of_provider(error)
        if isinstance(error, smtplib.SMTPRecipientsRefused):
            code, words = next(iter(error.recipients.values()))
            return self._of_code(code, at_address=is_about_the_address(code, words))
        if isinstance(error, smtplib.SMTPResponseException):
            return self._of_code(error.smtp_code, at_address=False)
        self._close()
        return NotTaken() if isinstance(error, OSError | smtplib.SMTPException) else error

    def _of_code(self, code: int, *, at_address: bool) -> Exception:
        if code in CLOSES:
            self._close()
        return Refused(at_address=at_address) if code // 100 == PERMANENT else NotTaken()
