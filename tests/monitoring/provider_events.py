"""What mail providers post about one mail, in the shapes that their documentation gives.

`<provider>(kind, address)` is an event; DEAD are the kinds for which the address is dead or its owner calls
our mail spam, ALIVE those after which it goes on.
"""

import hashlib
import hmac
from collections.abc import Callable

KEY = "the key that signs what Mailgun posts"  # ours only in tests
AT = 1796025600  # 30 November 2026, 08:00 UTC
SENT = "2026-11-30T08:00:00.000Z"
MAIL = "<2b1d@falls.example.org>"

Event = dict[str, object]


def brevo(kind: str, address: str) -> Event:
    """https://developers.brevo.com/docs/transactional-webhooks"""
    return {
        "event": kind,
        "email": address,
        "id": 26224,
        "date": "2026-11-30 09:00:00",
        "ts": AT,
        "message-id": MAIL,
        "ts_event": AT,
        "subject": "Footing: your week",
        "sending_ip": "192.0.2.7",
        "ts_epoch": AT * 1000,
        "reason": "550 5.1.1 User unknown",
        "tag": "",
    }


def mailgun(kind: str, address: str) -> Event:
    """https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks"""
    event, _, severity_and_reason = kind.partition(" ")
    severity, _, reason = severity_and_reason.partition(" ")
    token = "7a4e1bd5a9f1c0d7b3bf58bd3d2a0c8f5bd1ff9ad6f0c3be21"
    signed = hmac.new(KEY.encode(), f"{AT}{token}".encode(), hashlib.sha256).hexdigest()
    data: Event = {
        "event": event,
        "id": "G9Bn5sl1TC6nu79C8C0bwg",
        "timestamp": AT + 0.5,
        "recipient": address,
        "message": {"headers": {"to": address, "message-id": MAIL.strip("<>"), "subject": "Footing"}},
        "flags": {"is-routed": False, "is-authenticated": True, "is-test-mode": False},
        "tags": [],
        "user-variables": {},
    }
    if severity:
        data |= {"severity": severity, "reason": reason, "log-level": "error"}
        data["delivery-status"] = {"code": 550, "message": "No such mailbox", "attempt-no": 1}
    return {"signature": {"timestamp": str(AT), "token": token, "signature": signed}, "event-data": data}


def mailjet(kind: str, address: str) -> Event:
    """https://dev.mailjet.com/email/guides/webhooks/"""
    event, _, error = kind.partition(" ")
    hard = not error.endswith(" soft")
    told: Event = {
        "event": event,
        "time": AT,
        "MessageID": 13792286917004336,
        "Message_GUID": "1ab23cd4-e567-8901-2345-6789f0gh1i2j",
        "email": address,
        "mj_campaign_id": 0,
        "mj_contact_id": 0,
        "customcampaign": "",
        "CustomID": "",
        "Payload": "",
    }
    if event == "spam":
        return told | {"source": "JMRPP"}
    told |= {"error_related_to": "recipient", "error": error.removesuffix(" soft")}
    return told | {"blocked": hard, "hard_bounce": hard, "comment": ""} if event == "bounce" else told


def mailtrap(kind: str, address: str) -> Event:
    """https://docs.mailtrap.io/email-api-smtp/advanced/webhooks"""
    told: Event = {
        "event": kind,
        "message_id": "1df37d17-0286-4d8b-8edf-bc4ec5be86e6",
        "sending_stream": "transactional",
        "email": address,
        "timestamp": AT,
        "event_id": "bede7236-2284-43d6-a953-1fdcafd0fdbc",
    }
    if "bounce" in kind:
        told |= {
            "response": "bounced (550 5.1.1 unknown)",
            "response_code": 550,
            "bounce_category": "badmailbox",
        }
    return {"events": [told]}


def postmark(kind: str, address: str) -> Event:
    """https://postmarkapp.com/developer/webhooks/bounce-webhook"""
    record = "SpamComplaint" if kind == "SpamComplaint" else "Bounce"
    return {
        "RecordType": record,
        "MessageStream": "outbound",
        "ID": 4323372036854775807,
        "Type": kind,
        "TypeCode": 1,
        "Tag": "",
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": address,
        "From": "falls@falls.example.org",
        "BouncedAt": "2026-11-30T08:00:00Z",
        "Inactive": True,
        "Subject": "Footing: your week",
    }


def resend(kind: str, address: str) -> Event:
    """https://resend.com/docs/webhooks/emails/bounced"""
    event, _, bounce = kind.partition(" ")
    data: Event = {
        "created_at": SENT,
        "email_id": "56761188-7520-42d8-8898-ff6fc54ce618",
        "from": "Footing <falls@falls.example.org>",
        "to": [address],
        "subject": "Footing: your week",
    }
    if bounce:
        sort, subsort = bounce.split("/")
        data["bounce"] = {"type": sort, "subType": subsort, "message": BOUNCES[subsort]}
    return {"type": event, "created_at": SENT, "data": data}


# By which word of the reason anymail sorts them: a full mailbox as a dead one, a suppressed one as alive.
BOUNCES = {
    "NoEmail": "The recipient's email provider sent a bounce message that says nobody is there.",
    "Suppressed": "The address is on the suppression list, as it has a history of producing hard bounces.",
    "MailboxFull": "The recipient's email provider sent a bounce message because the inbox was full.",
    "General": "The recipient's email provider sent a general bounce message.",
}

PROVIDERS: dict[str, Callable[[str, str], Event]] = {
    "brevo": brevo,
    "mailgun": mailgun,
    "mailjet": mailjet,
    "mailtrap": mailtrap,
    "postmark": postmark,
    "resend": resend,
}
DEAD = {
    "brevo": ["hard_bounce", "invalid_email", "spam"],
    "mailgun": ["failed permanent bounce", "failed permanent suppress-bounce", "complained"],
    "mailjet": ["bounce user unknown", "blocked user unknown", "bounce invalid domain", "spam"],
    "mailtrap": ["bounce", "spam"],
    "postmark": ["HardBounce", "BadEmailAddress", "SpamComplaint"],
    "resend": ["email.bounced Permanent/NoEmail", "email.bounced Permanent/Suppressed", "email.complained"],
}
ALIVE = {
    "brevo": ["soft_bounce", "deferred", "blocked", "delivered", "unique_opened"],
    "mailgun": ["failed temporary generic", "failed permanent generic", "delivered", "opened"],
    "mailjet": ["bounce quota exceeded soft", "bounce user unknown soft", "blocked preblocked", "sent"],
    "mailtrap": ["soft bounce", "suspension", "reject", "delivery"],
    "postmark": ["SoftBounce", "Transient", "DnsError", "AutoResponder", "Blocked", "Unheard"],
    "resend": ["email.bounced Transient/MailboxFull", "email.bounced Transient/General", "email.delivered"],
}
