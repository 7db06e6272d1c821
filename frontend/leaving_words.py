"""What somebody who leaves and stays after all is told about what ended meanwhile."""

from django.utils.translation import gettext as _

from accounts.models import CareLink, ClinicMember, User


def not_back_by_staying(account: User) -> list[str]:
    """Sentences on what the account has, or had until it left, that taking it back does not bring back."""
    words = []
    if account.is_patient:
        words.append(_("People need a new code from you to see your diary."))
    if CareLink.objects.filter(person=account).exists():
        words.append(_("For each diary that others had opened to you, you need a new code from them."))
    if ClinicMember.objects.filter(account=account).exists():
        words.append(_("To work in a clinic here again, you need a new invitation from a colleague there."))
    words.append(_("Notifications and programs have to be set up again."))
    return words
