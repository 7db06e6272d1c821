"""What reports may refuse, each with a code, the field it belongs to, and plain words."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import AccountError


class TooManyQuestions(AccountError):
    code = "too_many_questions"
    field = "text"
    message = _("There is room for ten questions. Cross one out, then add this one.")


class WrongReportCode(AccountError):
    code = "wrong_report_code"
    field = "code"
    message = _("This is not the code of this link. Ask the person who gave you the link to read it again.")
