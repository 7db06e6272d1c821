"""What can be wrong with a contact."""

from accounts.domain.errors import FieldError


class FollowUpInThePast(FieldError):
    code = "follow_up_in_the_past"
    words = "This day is over. Choose today or a later one, or leave it empty."


class NoColleague(FieldError):
    code = "no_colleague"
    words = "Choose somebody of your clinic."
