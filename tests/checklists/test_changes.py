"""What two walks say differently, and an item in another language."""

from dataclasses import replace

import pytest
from django.utils import translation

from checklists.catalogue import written
from checklists.domain.catalogue import read_catalogue
from checklists.domain.changes import Change, changes
from checklists.domain.errors import InvalidCatalogue
from checklists.domain.vocabulary import Answer
from checklists.services.checklists import catalogue_of, publish
from checklists.summaries import in_language

ITEM = {
    "code": "E1",
    "room": "bathroom",
    "text": "There is a rail.",
    "why": "Legs give way.",
    "fix": "A rail.",
    "weight": 3,
    "effort": "M",
}


def test_only_what_both_walks_answered_otherwise_is_a_change() -> None:
    before = {"E1": Answer.NEEDS_WORK, "E2": Answer.OK, "G1": Answer.OK}
    now = {"K1": Answer.OK, "E1": Answer.OK, "E2": Answer.OK}
    assert changes(before, now) == [Change(code="E1", before=Answer.NEEDS_WORK, now=Answer.OK)]


@pytest.mark.django_db
def test_a_translated_item_is_read_in_the_readers_language_and_the_rest_in_english() -> None:
    german = {"de": {"text": "Es gibt einen Griff."}}
    home = written("home")
    items = tuple(replace(one, translations=german if one.code == "E1" else {}) for one in home.items)
    checklist = publish(replace(home, version=2, items=items))
    assert catalogue_of(checklist).items == items
    item = checklist.items.get(code="E1")
    said = german["de"]["text"]
    for language, text in (("de", said), ("de-at", said), ("fr", item.text)):
        with translation.override(language):
            assert in_language(item)["text"] == text
            assert in_language(item)["fix"] == item.fix


def test_a_translation_is_as_short_as_the_text() -> None:
    told = {**ITEM, "translations": {"de": {"text": "x" * 201}}}
    with pytest.raises(InvalidCatalogue, match="E1: `text` is longer than 200 characters in de"):
        read_catalogue({"code": "home", "version": 1, "title": "Walk", "items": [told]})
