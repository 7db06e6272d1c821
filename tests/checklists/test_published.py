"""What is written down can be asked: published once, and never changed for those who have answered it."""

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from checklists.catalogue import written
from checklists.domain.errors import InvalidCatalogue
from checklists.models import Checklist, ChecklistItem
from checklists.services.checklists import catalogue_of, publish

pytestmark = pytest.mark.django_db
HOME = written("home")


def test_an_operator_loads_the_checklist_once_however_often_it_is_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_checklists")
    call_command("load_checklists")
    assert capsys.readouterr().out.splitlines() == ["Home safety walk: version 1, 49 items."] * 2
    assert (Checklist.objects.count(), ChecklistItem.objects.count()) == (1, 49)
    assert catalogue_of(Checklist.objects.get()) == HOME


def test_a_new_version_leaves_the_old_one_as_it_was() -> None:
    old = publish(HOME)
    better = tuple(
        replace(item, text="Every rug is fixed.") if item.code == "G1" else item for item in HOME.items
    )
    new = publish(replace(HOME, version=2, items=better))
    assert catalogue_of(Checklist.objects.get(pk=old.pk)) == HOME
    assert new.items.get(code="G1").text == "Every rug is fixed."
    assert list(Checklist.objects.newest()) == [new]


def test_a_changed_text_without_a_new_version_is_not_published() -> None:
    publish(HOME)
    shorter = replace(HOME, items=HOME.items[1:], retired=frozenset({HOME.items[0].code}))
    with pytest.raises(InvalidCatalogue, match="raise `version` above 1"):
        publish(shorter)
    assert ChecklistItem.objects.count() == 49


def test_an_older_release_that_is_started_again_leaves_the_newer_checklist() -> None:
    publish(HOME)
    newer = publish(replace(HOME, version=2, items=HOME.items[1:], retired=frozenset({HOME.items[0].code})))
    assert publish(HOME) == newer
    assert list(Checklist.objects.newest()) == [newer]


def test_a_code_that_was_retired_stays_retired_over_the_versions() -> None:
    publish(HOME)
    first = HOME.items[0].code
    publish(replace(HOME, version=2, items=HOME.items[1:], retired=frozenset({first})))
    with pytest.raises(InvalidCatalogue, match=f"{first} was retired before"):
        publish(replace(HOME, version=3))


def test_an_operator_is_told_in_words_why_a_checklist_is_not_loaded() -> None:
    publish(replace(HOME, items=HOME.items[1:]))
    with pytest.raises(CommandError, match=r"cannot be published\. The items differ"):
        call_command("load_checklists")
