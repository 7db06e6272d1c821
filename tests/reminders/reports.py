"""Reports about mails that came back, as mail servers write them."""

from email.message import EmailMessage

REPORT = """\
From: MAILER-DAEMON@mx.example
To: no-reply@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
X-Postfix-Queue-ID: 4F2

Final-Recipient: rfc822; {address}
Original-Recipient: rfc822;{address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B
Content-Type: {kind}

{returned}
--B--
"""


def report_about(
    mail: EmailMessage,
    *,
    address: str = "",
    action: str = "failed",
    status: str = "5.1.1",
    kind: str = "message/rfc822",
    to: str | None = None,
    message_id: str | None = None,
) -> bytes:
    """About a mail that the tests' mail server has; its headers may be told otherwise."""
    to = mail["To"] if to is None else to
    message_id = mail["Message-ID"] if message_id is None else message_id
    returned = f"To: {to}\nSubject: {mail['Subject']}\nMessage-ID: {message_id}\n"
    report = REPORT.format(
        address=address or mail["To"], action=action, status=status, kind=kind, returned=returned
    )
    return report.encode("utf-8", "surrogateescape")
