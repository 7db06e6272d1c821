"""A mail server for tests: takes every message and shows what it took."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from launch.ports import HOST, free_port

ACCEPTED = "250 Message accepted for delivery"


class SmtpBox:
    """`messages` in the order of arrival; `answer` may refuse or raise, as real servers do."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer: Callable[[EmailMessage], str] = lambda _message: ACCEPTED
        self.refuses = ""  # what every address is told, if anything
        self._controller = Controller(self, hostname=HOST, port=free_port(preferred=None))

    @property
    def port(self) -> int:
        return int(self._controller.port)

    @property
    def url(self) -> str:
        """As EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """aiosmtpd calls this for each address."""
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """aiosmtpd calls this for each message."""
        content = envelope.original_content or b""
        message = message_from_bytes(content, policy=policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        answer = self.answer(message)
        if answer.startswith("250"):
            self.messages.append(message)
        return answer

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self._controller.stop()
