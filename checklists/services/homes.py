"""Where a patient lives: one home at a time, and what a move does to what was open in the old one."""

from datetime import date

from accounts.domain.vocabulary import AuditSubject
from accounts.models import Patient
from accounts.services.audit import record_write
from checklists.domain.errors import MovedBefore, MovesTomorrow
from checklists.domain.hazards import ENDED, Happened
from checklists.models import Hazard, Home
from checklists.services.hazards import happen
from ledger.domain.outcomes import Outcome
from ledger.services.operations import Sent, enter, found, hash_of, writing


def current_home(patient: Patient, *, today: date) -> Home:
    """The home as of today; the first one begins with the first walk. Call it inside `writing`."""
    home = Home.objects.current().filter(patient=patient).first()
    return home or Home.objects.create(patient=patient, since=today)


def move_home(*, patient: Patient, on: date, today: date, sent: Sent) -> Home:
    """From a local date on the patient lives elsewhere: hazards of the old home are closed for good.

    Raises MovesTomorrow, and MovedBefore where the old home began later.
    """
    sent_hash = hash_of({"moved": on})
    with writing(patient) as patient:
        if found(patient, sent.op_id, operation="home_move", payload_hash=sent_hash):
            return current_home(patient, today=today)
        old = current_home(patient, today=min(on, today))
        if on > today:
            raise MovesTomorrow(field="on")
        if on < old.since:
            raise MovedBefore(field="on")
        for hazard in Hazard.objects.filter(home=old).exclude(state__in=ENDED):
            last = hazard.events.latest("pk").on
            happen(hazard, Happened.MOVED, on=max(on, last), by=sent.by)
        old.until = on
        old.save(update_fields=["until"])
        home = Home.objects.create(patient=patient, since=on)
        enter(patient, sent, operation="home_move", payload_hash=sent_hash, outcome=Outcome.CREATED)
        record_write(by=sent.by, patient=patient, subject=AuditSubject.HOME, subject_key=home.public_id)
    return home
