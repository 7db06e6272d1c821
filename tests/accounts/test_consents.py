"""What somebody agreed to is kept with its version, and its words stay as they were."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.domain.consents import VERSIONS, ConsentTo
from accounts.models import AuditEvent, Consent
from accounts.services.consents import agree, has_agreed, take_back
from tests.people import make_patient

# Words that people agreed to. Other words are a new version, and a line more here.
WORDS = {
    "diary-1": "b7729aa12946d7ec191a4b5d2469791078bc67eea620ad04e95ca12248786639",
    "sharing-1": "b026d3de5dea06a0a1401d1221ee504fad61fb9b784eb88b7bc3648652e6c995",
    "sharing-2": "517a8130677f784622a8c498047fab4a31936877a8ba4fcc5869e222bf5f4297",
    "numbers_in_mail-1": "052743be452c9cae790d567b1a22fa7cdafd08dc79160ad58cba01fafc0aae54",
    "numbers_in_mail-2": "7348f5577383e651f3cff07b06a85c7a91afb60e062dffb2a678896fb8525952",
}
FOLDER = Path(__file__).parents[2] / "frontend" / "templates" / "frontend" / "consents"


def test_words_that_people_agreed_to_are_as_they_were() -> None:
    found = {path.stem: sha256(path.read_bytes()).hexdigest() for path in FOLDER.glob("*-*.html")}
    assert found == WORDS
    assert {f"{to}-{version}" for to, version in VERSIONS.items()} <= WORDS.keys()


@pytest.mark.django_db
def test_who_agreed_to_other_words_has_not_agreed_to_these(monkeypatch: pytest.MonkeyPatch) -> None:
    anna, now = make_patient("Anna"), timezone.now()
    assert not has_agreed(anna.user, ConsentTo.DIARY)
    first = agree(account=anna.user, to=ConsentTo.DIARY, now=now)
    assert agree(account=anna.user, to=ConsentTo.DIARY, now=timezone.now()) == first
    assert has_agreed(anna.user, ConsentTo.DIARY)
    monkeypatch.setitem(VERSIONS, ConsentTo.DIARY, 2)
    assert not has_agreed(anna.user, ConsentTo.DIARY)
    agree(account=anna.user, to=ConsentTo.DIARY, now=now)
    assert list(Consent.objects.of(anna.user).values_list("version", flat=True)) == [1, 2]
    assert AuditEvent.objects.about(anna.user).filter(action="agreed").count() == 2


@pytest.mark.django_db
def test_what_is_taken_back_is_over_and_both_days_are_kept() -> None:
    anna, first = make_patient("Anna"), timezone.now()
    later, last = first + timedelta(days=1), first + timedelta(days=2)
    agree(account=anna.user, to=ConsentTo.NUMBERS_IN_MAIL, now=first)
    take_back(account=anna.user, to=ConsentTo.NUMBERS_IN_MAIL, now=later)
    take_back(account=anna.user, to=ConsentTo.NUMBERS_IN_MAIL, now=last)
    assert not has_agreed(anna.user, ConsentTo.NUMBERS_IN_MAIL)
    agree(account=anna.user, to=ConsentTo.NUMBERS_IN_MAIL, now=last)
    assert has_agreed(anna.user, ConsentTo.NUMBERS_IN_MAIL)
    kept = Consent.objects.of(anna.user).order_by("given_at").values_list("given_at", "taken_back_at")
    assert list(kept) == [(first, later), (last, None)]
    actions = AuditEvent.objects.about(anna.user).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["agreed", "took_back", "agreed"]
