"""Advice that a clinic gives often: its members write it down, and begin from it."""

from django.db.models import Case, IntegerField, Value, When

from accounts.domain.text import clean_text
from accounts.models import Clinic, User
from checklists.domain.errors import AdviceMissing
from checklists.models import Snippet
from checklists.services.hazards import NOTE_LIMIT

MOST_OFFERED = 50


def snippets_for(reader: User, code: str) -> list[Snippet]:
    """Those of the reader's clinics for an item, and after them those for every item."""
    found = Snippet.objects.filter(clinic__in=Clinic.objects.of(reader), code__in=("", code))
    last = Case(When(code="", then=Value(1)), default=Value(0), output_field=IntegerField())
    return list(found.order_by(last, "pk")[:MOST_OFFERED])


def write_snippet(*, clinic: Clinic, text: str, code: str = "") -> Snippet:
    """Raises AdviceMissing, and what clean_text raises."""
    cleaned = clean_text(text.strip(), field="text", limit=NOTE_LIMIT)
    if not cleaned:
        raise AdviceMissing(field="text")
    return Snippet.objects.create(clinic=clinic, code=code, text=cleaned)
