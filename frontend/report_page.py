"""What may be chosen on the page of a report."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reports.domain.paper import Paper, paper_of
from reports.domain.periods import MONTHS_OFFERED

PERIODS = {3: _("3 months"), 6: _("6 months"), 12: _("12 months"), 24: _("2 years")}
PAPERS = {Paper.A4: _("PDF, A4 paper"), Paper.LETTER: _("PDF, US Letter paper")}


def offered_months(chosen: int) -> Sequence[tuple[int, Promise, bool]]:
    """Months, words, and whether they are the chosen ones."""
    return [(months, PERIODS[months], months == chosen) for months in MONTHS_OFFERED]


def offered_papers(zone: str) -> Sequence[tuple[str, Promise]]:
    """What the printer of this place is likely to hold comes first."""
    first = paper_of(zone)
    return [(str(paper), PAPERS[paper]) for paper in sorted(Paper, key=lambda one: one is not first)]
