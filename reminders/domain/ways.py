from enum import StrEnum


class Way(StrEnum):
    """How reminders reach somebody."""

    PHONE_FIRST = "phone_first"  # by mail where no phone takes it
    MAIL = "mail"
    PHONE = "phone"  # never by mail
