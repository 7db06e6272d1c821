"""A clinic's own checklist: the one for everybody, with its choices. Each change is a new version."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from accounts.domain.vocabulary import Role
from accounts.models import CareLink, Clinic, Patient
from checklists.domain.catalogue import Catalogue, Item, read_catalogue
from checklists.domain.errors import InvalidCatalogue, UnknownChecklist
from checklists.models import Checklist, ClinicChoices
from checklists.models.checklist import ChecklistQuerySet
from checklists.services.checklists import catalogue_of, write_version

FOR_EVERYBODY = "home"


def checklist_of(patient: Patient) -> Checklist:
    """The checklist that a new walk of this patient asks: their clinic's, else the one for everybody.

    Of several clinics it is the one that the patient has been with for longest. Raises
    UnknownChecklist where none was ever loaded.
    """
    links = CareLink.objects.active().filter(patient=patient, role=Role.THERAPIST, scope_home=True)
    for clinic in links.exclude(clinic=None).order_by("started_at").values_list("clinic", flat=True):
        own = Checklist.objects.filter(clinic=clinic).newest().first()
        if own is not None:
            return own
    usual = Checklist.objects.for_everybody().newest().filter(code=FOR_EVERYBODY).first()
    if usual is None:
        raise UnknownChecklist(field="checklist")
    return usual


def checklists_for(patient: Patient) -> ChecklistQuerySet:
    """Every version that a walk of this patient may ask: for everybody, or of a clinic that treats them."""
    links = CareLink.objects.active().filter(patient=patient, role=Role.THERAPIST, scope_home=True)
    return Checklist.objects.filter(Q(clinic=None) | Q(clinic__in=links.values("clinic")))


def written_for_everybody() -> Catalogue:
    """The newest version that is for everybody. Raises UnknownChecklist where none was ever loaded."""
    usual = Checklist.objects.for_everybody().newest().filter(code=FOR_EVERYBODY).first()
    if usual is None:
        raise UnknownChecklist(field="checklist")
    return catalogue_of(usual)


def choose(*, clinic: Clinic, choices: ClinicChoices) -> Checklist:
    """Keep a clinic's choices and publish what they make. Raises InvalidCatalogue, and then keeps nothing."""
    with transaction.atomic():
        choices.clinic = clinic
        choices.save()
        return _publish(clinic, choices)


def follow_new_version() -> None:
    """Make every clinic's checklist anew after the one for everybody has changed."""
    for choices in ClinicChoices.objects.select_related("clinic"):
        _publish(choices.clinic, choices)


def _publish(clinic: Clinic, choices: ClinicChoices) -> Checklist:
    code = f"clinic-{clinic.public_id.hex[:12]}"
    earlier = Checklist.objects.filter(clinic=clinic).order_by("-version").first()
    before = catalogue_of(earlier) if earlier else None
    wanted = _adapted(code, choices, before)
    if before is not None and earlier is not None and wanted.items == before.items:
        return earlier
    return write_version(wanted, clinic=clinic)


def _adapted(code: str, choices: ClinicChoices, before: Catalogue | None) -> Catalogue:
    """The clinic's next version. What it no longer asks may be asked again: it is the same question."""
    base = written_for_everybody()
    own = _own_items(base, choices, before)
    items = [
        replace(item, weight=choices.weights.get(item.code, item.weight))
        for item in (*base.items, *own)
        if item.code not in choices.off
    ]
    order = {item.room: place for place, item in enumerate(base.items)}
    items.sort(key=lambda item: order.get(item.room, len(order)))
    return Catalogue(
        code=code,
        version=before.version + 1 if before else 1,
        title=base.title,
        items=tuple(items),
        retired=base.retired,
    )


def _own_items(base: Catalogue, choices: ClinicChoices, before: Catalogue | None) -> tuple[Item, ...]:
    """Items that only this clinic asks. Raises InvalidCatalogue where a code would ask another question."""
    if not choices.own:
        return ()
    told = {"code": base.code, "version": base.version, "title": base.title, "items": choices.own}
    own = read_catalogue(told).items
    taken = {item.code for item in base.items} | base.retired
    faults = [f"{item.code} is taken: give it a code of your own." for item in own if item.code in taken]
    rooms = {item.code: item.room for item in before.items} if before else {}
    faults += [
        f"{item.code} has moved to another room: give it a new code."
        for item in own
        if rooms.get(item.code, item.room) != item.room
    ]
    if faults:
        raise InvalidCatalogue(faults)
    return own
