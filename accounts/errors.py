"""What accounts may refuse, each with a code, the field it belongs to, and plain words."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.domain.errors import FieldError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class AccountError(ValueError):
    code = "refused"
    field: str | None = None
    message: "str | _StrPromise" = _("That did not work. Please try again.")

    def __init__(self) -> None:
        super().__init__(self.code)


class LinkUsed(AccountError):
    """A link of a mail that another request used up first."""

    code = "link_used"
    message = _("This link does not work any more. Ask for a new mail.")


class Invalid(AccountError):
    """Everything that is wrong with what was told, so that a person is told once."""

    code = "invalid"
    message = _("Some of what was sent cannot be kept.")

    def __init__(self, errors: Iterable[FieldError]) -> None:
        self.errors: tuple[FieldError, ...] = tuple(errors)
        super().__init__()
        self.args = (", ".join(f"{error.field}: {error.message}" for error in self.errors),)


class InvalidProfile(Invalid):
    """What somebody told about themself."""


class InvalidClinic(Invalid):
    """What somebody told about a clinic."""


class InvalidToken(Invalid):
    """What somebody called a program."""


class WrongCode(AccountError):
    """Unknown, used up, withdrawn and expired are one answer, so that a guesser learns nothing."""

    code = "wrong_code"
    field = "code"
    message = _("This code is not valid. A code works once, for ten minutes. Ask for a new one.")


class CodeWasUsed(AccountError):
    code = "code_was_used"
    message = _("Somebody has entered this code already. To keep them out, end their access.")


class TooManyWrongCodes(AccountError):
    code = "too_many_wrong_codes"
    field = "code"
    message = _("Too many wrong codes. Wait an hour, then ask for a new code.")
    retry_after = timedelta(hours=1)


class TooManyCodes(AccountError):
    code = "too_many_codes"
    message = _("You have made many codes in the last hour. Wait a little, then make another.")
    retry_after = timedelta(hours=1)


class OwnCode(AccountError):
    code = "own_code"
    field = "code"
    message = _("This is your own code. Give it to the person who should see your diary.")


class NotATherapist(AccountError):
    code = "not_a_therapist"
    field = "code"
    message = _("This code is for a therapist. Add your profession under More, then enter it again.")


class NeedsAClinic(AccountError):
    code = "needs_a_clinic"
    field = "clinic"
    message = _("This code is for a clinic. Choose the clinic that should see the diary.")


class NoScopes(AccountError):
    code = "no_scopes"
    field = "scopes"
    message = _("Choose at least one thing that this person may see.")


class LastClinicAdmin(AccountError):
    code = "last_clinic_admin"
    message = _("You are the only one who can manage this clinic. Make a colleague a manager first.")


class UnknownTimeZone(AccountError):
    code = "unknown_time_zone"
    field = "time_zone"
    message = _("Choose your time zone from the list.")


class EndsInThePast(AccountError):
    code = "ends_in_the_past"
    field = "ends_on"
    message = _("Choose today or a later day.")


class LinkHasEnded(AccountError):
    code = "link_has_ended"
    message = _("This access has ended already. To give it again, make a new code.")


class LinkWasChanged(AccountError):
    code = "link_was_changed"
    field = "scopes"
    message = _("This was changed elsewhere meanwhile. What holds now stands here; choose again.")


class AddressTaken(AccountError):
    code = "address_taken"
    message = _("This address belongs to another account by now.")


class AdminExists(AccountError):
    """Only a console is told: no page makes admins."""

    code = "admin_exists"


class WrongPassword(AccountError):
    code = "wrong_password"
    field = "password"
    message = _("This is not your password. Type the one you sign in with.")


class SecondFactorMissing(AccountError):
    code = "second_factor_required"
    message = _("Add a passkey or an app with codes first. You find both under More, How I sign in.")


class NoSecondFactor(AccountError):
    code = "no_second_factor"


class IsLeaving(AccountError):
    code = "leaving"
    message = _("This account is about to be erased.")


class GraceIsOver(AccountError):
    code = "grace_is_over"
    message = _("The days to think about it are over. The account is being erased.")


class TooManyTokens(AccountError):
    code = "too_many_tokens"
    message = _("So many programs have access already. End one that you no longer use.")
