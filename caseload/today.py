"""The caseload of a therapist, ordered by what needs a look: a constant number of questions for any size."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import compress
from typing import Any

from accounts.domain.vocabulary import Role, Scope
from accounts.models import User
from caseload.domain.needs import (
    DAYS,
    LINK_ENDS_DAYS,
    ORDER,
    LastContact,
    Need,
    Reason,
    RecentFall,
    needs_of_falls,
    open_needs,
)
from caseload.questions import CONTACTS, FALLS, LINKS, NAMES, OF_A_FALL, OVERDUE, QUIET, REVIEWS
from checklists.caseload import overdue_recommendations, reviews_waiting
from logs.domain.times import local_date
from logs.domain.vocabulary import GotUp, InjuryGrade, MinutesOnFloor, YesNoUnsure

HARMED = (InjuryGrade.MODERATE, InjuryGrade.SERIOUS)
LATE = timedelta(days=31)  # how old a day may be whose answer, when it comes, breaks the silence


@dataclass(slots=True)
class Treated:
    """What the viewer may see of one patient, over all of their links as a therapist."""

    own_name: str
    time_zone: str
    scopes: set[Scope] = field(default_factory=set)
    ends: list[datetime | None] = field(default_factory=list)
    clinics: dict[int, str] = field(default_factory=dict)
    # By which a clinic that is let in knows them; empty where none has a name of its own.
    known_as: str = ""

    @property
    def ends_at(self) -> datetime | None:
        """When the last of the links ends; None where one has no end."""
        return None if None in self.ends else max(end for end in self.ends if end is not None)

    @property
    def name(self) -> str:
        return self.known_as or self.own_name

    def is_called(self, name: str) -> bool:
        wanted = name.casefold()
        return wanted in self.own_name.casefold() or wanted in self.known_as.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One patient of the caseload with what is open, the worst first; empty: nothing new recorded."""

    patient: int
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The newest contact with a patient that the viewer may see, by primary key, and to whom it went."""

    contact: int
    told: LastContact
    handed_to: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caseload:
    """Those who need a look, the worst first, and everybody by primary key with what may be seen of them."""

    needing: tuple[Case, ...]
    treated: Mapping[int, Treated]
    contacts: Mapping[int, Latest]
    # Whether the viewer is somebody's caregiver, too: those are no part of it.
    helps: bool


def caseload_of(viewer: User, *, now: datetime) -> Caseload:
    """Seven queries for any number of patients and contacts."""
    treated, helps = _treated(viewer, now)
    _name(viewer, treated)
    needs = _needs(viewer, treated, now)
    contacts = _latest_contacts(viewer)
    needing = []
    for key in {*needs, *(key for key, one in contacts.items() if one.told.follow_up_on)} & treated.keys():
        last = contacts[key].told if key in contacts else None
        left = open_needs(needs.get(key, ()), last, today=local_date(now, treated[key].time_zone), now=now)
        if left:
            needing.append(Case(patient=key, needs=tuple(left)))
    needing.sort(key=lambda case: (ORDER[case.needs[0].reason], case.needs[0].since, case.patient))
    return Caseload(needing=tuple(needing), treated=treated, contacts=contacts, helps=helps)


def _treated(viewer: User, now: datetime) -> tuple[dict[int, Treated], bool]:
    """Everybody who lets the viewer, or a clinic of theirs, in as a therapist, by primary key; and whether
    anybody lets them in as a caregiver. One query."""
    found: dict[int, Treated] = {}
    helps = False
    for role, key, name, zone, ends_at, clinic, clinic_name, *granted in LINKS(viewer=viewer.pk, now=now):
        if role != Role.THERAPIST:
            helps = True
            continue
        one = found.get(key)
        if one is None:
            one = found[key] = Treated(name, zone)
        one.scopes.update(compress(Scope, granted))
        one.ends.append(ends_at)
        if clinic:
            one.clinics[clinic] = clinic_name
    return found, helps


def _name(viewer: User, treated: Mapping[int, Treated]) -> None:
    """Call patients as those clinics do that they let in."""
    for key, clinic, name in NAMES(viewer=viewer.pk):
        if key in treated and clinic in treated[key].clinics:
            treated[key].known_as = name


def _needs(viewer: User, treated: Mapping[int, Treated], now: datetime) -> dict[int, list[Need]]:
    needs: dict[int, list[Need]] = defaultdict(list)
    for key, falls in _recent_falls(viewer, treated, now).items():
        needs[key] += needs_of_falls(falls)
    for waiting in reviews_waiting(REVIEWS(viewer=viewer.pk, now=now)):
        about = str(waiting.assessment)
        needs[waiting.patient].append(Need(reason=Reason.REVIEW, since=waiting.since, about=about))
    for late in overdue_recommendations(OVERDUE(viewer=viewer.pk, now=now, today=now.date())):
        since = _midnight(late.since + timedelta(days=1))
        needs[late.patient].append(Need(reason=Reason.OVERDUE, since=since, about=str(late.recommendation)))
    for key, since in _silent(viewer, treated, now):
        needs[key].append(Need(reason=Reason.SILENT, since=since))
    for key, link in treated.items():
        if link.ends_at is not None and link.ends_at - now < timedelta(days=LINK_ENDS_DAYS):
            since = link.ends_at - timedelta(days=LINK_ENDS_DAYS)
            needs[key].append(Need(reason=Reason.LINK_ENDS, since=since))
    return needs


def _recent_falls(viewer: User, treated: Mapping[int, Treated], now: datetime) -> dict[int, list[RecentFall]]:
    """Counted falls of the 7 local days that end today, of patients whose falls are open to the viewer."""
    found: dict[int, list[RecentFall]] = defaultdict(list)
    since = now.date() - timedelta(days=DAYS)
    for patient, day, *told in FALLS(viewer=viewer.pk, now=now, since=since):
        today = local_date(now, treated[patient].time_zone)
        if (today - day).days < DAYS:
            found[patient].append(_recent(dict(zip(OF_A_FALL, told, strict=True))))
    return found


def _recent(fall: Mapping[str, Any]) -> RecentFall:
    return RecentFall(
        at=fall["told_later"] or fall["received_at"],
        about=str(fall["public_id"]),
        head_strike=fall["head_strike"] in (YesNoUnsure.YES, YesNoUnsure.UNSURE),
        injury=fall["injury_grade"] in HARMED,
        long_lie=fall["minutes_on_floor"] == MinutesOnFloor.OVER_60 or fall["got_up"] == GotUp.COULD_NOT,
    )


def _silent(viewer: User, treated: Mapping[int, Treated], now: datetime) -> Iterator[tuple[int, datetime]]:
    """Patients whose last 7 local days are all unanswered, and since when that is a reason.

    A day in hospital is no unanswered one, and whatever came in these days is a sign of life.
    """
    recent = now - timedelta(days=DAYS)
    told = {"recent": recent, "recent_day": recent.date(), "late_day": (recent - LATE).date()}
    for key, began, last in QUIET(viewer=viewer.pk, now=now, **told):
        silent_from = last + timedelta(days=1) if last else began
        if (local_date(now, treated[key].time_zone) - silent_from).days >= DAYS:
            yield key, _midnight(silent_from + timedelta(days=DAYS))


def _latest_contacts(viewer: User) -> dict[int, Latest]:
    """Of each patient the newest one alone, however many there are."""
    return {
        patient: Latest(contact=key, told=LastContact(at=at, follow_up_on=again), handed_to=handed_to)
        for patient, key, at, again, handed_to in CONTACTS(viewer=viewer.pk)
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
