"""A digest in words: the same for the mail, its plain text and its copy on the web."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from caseload.words import REASONS
from logs.domain.weeks import WeekCounts
from logs.phrases import days_phrase, days_words, falls_phrase, near_falls_phrase
from reminders.domain.digests import CaseloadPart, DiaryPart, Digest, HelpedPart, OpenAdvice


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A name and its numbers, one a column."""

    name: str
    values: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """`path` is one of ours."""

    path: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Whose numbers they are, the sentence that says it all, a table, notes, and where to go from there.

    `columns` has one more than each row has values: the first is over the names.
    """

    title: str
    headline: str
    columns: Sequence[str] = ()
    rows: Sequence[Row] = ()
    notes: Sequence[str] = ()
    links: Sequence[Link] = ()
    is_own: bool = False


def sections_of(digest: Digest, *, with_names: bool) -> list[Section]:
    """The reader's own diary, then their patients, then those they help: with names on the web alone."""
    sections = []
    if digest.own is not None:
        sections.append(_own(digest.own))
    if digest.caseload is not None:
        sections.append(_caseload(digest.caseload))
    for number, part in enumerate(digest.helped, start=1):
        called = _isolated(part.name) if with_names else _unnamed(number, of=len(digest.helped))
        sections.append(_helped(part, called, with_links=with_names))
    return sections


def headline_of(week: WeekCounts) -> str:
    """ "No falls and 3 near falls on 7 of 7 days." Silence is no day without a fall."""
    events = _("%(falls)s and %(near_falls)s") % {
        "falls": falls_phrase(week.falls),
        "near_falls": near_falls_phrase(week.near_falls) if week.near_falls else _("no near falls"),
    }
    happened = week.falls or week.near_falls
    if not week.enrolled_days:
        if happened:
            return _("%(events)s, and no day to count.") % {"events": events}
        return _("No day of the diary lies in this week.")
    if not week.observed_days:
        if happened:
            return _("%(events)s. No day was answered in time.") % {"events": events}
        return _("No day of this week was answered in time.")
    days = days_phrase(week.observed_days, week.enrolled_days)
    return _("%(events)s on %(days)s.") % {"events": events, "days": days}


def stretch_words(first: date, last: date) -> str:
    """ "16 to 22 November", "28 December to 3 January"."""
    begins = date_format(first, "j" if first.month == last.month else _("j F"))
    return _("%(first)s to %(last)s") % {"first": begins, "last": date_format(last, _("j F"))}


def _own(diary: DiaryPart) -> Section:
    links = [Link(path=reverse("diary"), words=_("Open my diary"))]
    week = diary.last
    if week is not None and week.unanswered:
        sweep = f"{reverse('diary_sweep')}?first={week.unanswered[0]}&last={week.unanswered[-1]}"
        links.insert(0, Link(path=sweep, words=_("No falls this week?")))
    if diary.advice is not None and diary.advice.count:
        links.append(Link(path=reverse("my_home"), words=_("Make my home safer")))
    title = _("Your week, %(week)s") % {"week": _week_words(diary)}
    return _section(diary, title=title, links=links, is_own=True)


def _helped(part: HelpedPart, called: str, *, with_links: bool) -> Section:
    page = "patient" if part.diary.last is not None else "patient_home"
    link = Link(
        path=reverse(page, args=[part.patient_id]) if with_links else reverse("patients"),
        words=_("See more"),
    )
    title = called
    if part.diary.last is not None:
        title = _("%(name)s, %(week)s") % {"name": called, "week": _week_words(part.diary)}
    return _section(part.diary, title=title, links=[link])


def _section(diary: DiaryPart, *, title: str, links: Sequence[Link], is_own: bool = False) -> Section:
    """What is said about a diary, and the home beside it."""
    notes = list(_notes(diary))
    if diary.last is None or diary.before is None:
        return Section(title=title, headline=notes[0], notes=notes[1:], links=links, is_own=is_own)
    weeks = (diary.last, diary.before)
    answered = [
        _("%(observed)d of %(enrolled)d") % {"observed": week.observed_days, "enrolled": week.enrolled_days}
        for week in weeks
    ]
    return Section(
        title=title,
        headline=headline_of(diary.last),
        columns=[_("Week"), *(stretch_words(week.first, week.last) for week in weeks)],
        rows=[
            Row(name=_("Falls"), values=[str(week.falls) for week in weeks]),
            Row(name=_("Near falls"), values=[str(week.near_falls) for week in weeks]),
            Row(name=_("Days answered"), values=answered),
        ],
        notes=notes,
        links=links,
        is_own=is_own,
    )


def _notes(diary: DiaryPart) -> Iterator[str]:
    week = diary.last
    if week is not None and 0 < len(week.unanswered) < week.enrolled_days:  # of all days the headline says it
        yield _("Not answered: %(days)s.") % {"days": days_words(week.unanswered)}
    if diary.advice is not None and (diary.advice.count or diary.last is None):
        yield _advice_words(diary.advice)


def _advice_words(advice: OpenAdvice) -> str:
    if not advice.count:
        return _("Nothing is open at home.")
    said = ngettext(
        "%(count)d recommendation for the home is open.",
        "%(count)d recommendations for the home are open.",
        advice.count,
    ) % {"count": advice.count}
    if advice.due_on is None:
        return said
    due = ngettext("It is to be done by %(day)s.", "The first is to be done by %(day)s.", advice.count)
    return f"{said} {due % {'day': date_format(advice.due_on, _('j F'))}}"


def _caseload(caseload: CaseloadPart) -> Section:
    if caseload.needing:
        headline = ngettext(
            "%(needing)d patient of %(patients)d needs a look.",
            "%(needing)d patients of %(patients)d need a look.",
            caseload.needing,
        ) % {"needing": caseload.needing, "patients": caseload.patients}
    else:
        headline = ngettext(
            "Nothing new recorded of %(patients)d patient.",
            "Nothing new recorded of %(patients)d patients.",
            caseload.patients,
        ) % {"patients": caseload.patients}
    return Section(
        title=_("Your patients, as of now"),
        headline=headline,
        columns=[_("Why"), _("Patients")] if caseload.reasons else [],
        rows=[Row(name=str(REASONS[reason]), values=[str(count)]) for reason, count in caseload.reasons],
        notes=[] if caseload.oldest_review is None else [_waiting_words(caseload.oldest_review)],
        links=[Link(path=reverse("patients"), words=_("See who"))],
    )


def _waiting_words(days: int) -> str:
    if not days:
        return _("The longest waiting home walk was sent within the last day.")
    return ngettext(
        "The longest waiting home walk has waited for %(days)d day.",
        "The longest waiting home walk has waited for %(days)d days.",
        days,
    ) % {"days": days}


def _week_words(diary: DiaryPart) -> str:
    return stretch_words(diary.last.first, diary.last.last) if diary.last is not None else ""


def _isolated(name: str) -> str:
    """Digits after a name that is read from the right would move to its other side."""
    return f"\N{FIRST STRONG ISOLATE}{name}\N{POP DIRECTIONAL ISOLATE}"


def _unnamed(number: int, *, of: int) -> str:
    if of == 1:
        return _("The person you help")
    return _("Person %(number)d of %(of)d whom you help") % {"number": number, "of": of}
