"""Every text about the private question of a fall. A clinician must sign them off before real use."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# For the patient, on the page of the question.
QUESTION = _("Did someone push or hurt you?")
WHY = _(
    "This is asked in your own account only. You need not answer. Caregivers never see an answer, and it is "
    "in no report, mail, message or list of who looked."
)
NOT_SHOWN = _(
    "This page never shows what you answered, or whether you did. An answer is kept until you answer again. "
    "“I would rather not say” keeps nothing and takes back an answer from before."
)
TICK = _("My therapist may see this answer")
WHO_SEES = _("With the tick, these see it on the page of this fall:")
WHAT_FOLLOWS = _(
    "They may speak with you about it when you are alone. Some of them may have to tell others by law: ask "
    "them if you are not sure. Nobody is told at once, so this does not call for help. Nobody whom you let "
    "in later sees it, and nobody who is or was your caregiver, wherever they work."
)
NOBODY_SEES = _("No therapist sees your falls now, so nobody but you will know your answer.")
IN_DANGER = _("If you are in danger, call the emergency number %(number)s.")

# For a therapist whom the patient lets know, on the page of the fall.
FOR_YOU_ALONE = _("For you alone: open it when nobody else can see or hear")
SAID: dict[bool, Promise] = {
    True: _("The patient says: someone pushed or hurt them."),
    False: _("The patient says that nobody pushed or hurt them."),
}
BE_CAREFUL = _(
    "Do not speak about it when others may listen, also not with family or caregivers, and do not write it "
    "where they may read it. Speak with the patient alone first."
)
RESPONSIBLE = _("Responsible at %(clinic)s: %(who)s")
NOBODY_RESPONSIBLE = _("Your clinic has not named who is responsible.")
