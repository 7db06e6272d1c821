"""What people may type into a note."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logs.domain.errors import EntryError
from logs.domain.text import NOTE_LIMIT, clean_text


def clean(text: str) -> str:
    return clean_text(text, field="note", limit=NOTE_LIMIT)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("Slipped\r\non the mat\n", "Slipped\non the mat\n"),
        ("cafe\u0301", "caf\u00e9"),
        ("\U0001f926\U0001f3fd\u200d\u2640\ufe0f", "\U0001f926\U0001f3fd\u200d\u2640\ufe0f"),
        ("x" * 2_000, "x" * 2_000),
        ("\r\n" * 2_000, "\n" * 2_000),
        ("e\u0301" * 2_000, "\u00e9" * 2_000),
    ],
)
def test_a_note_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("a\0b", "control_character"),
        ("a\tb", "control_character"),
        ("a\rb", "control_character"),
        ("a\x7fb", "control_character"),
        ("a\x85b", "control_character"),
        ("half \ud83e", "lone_surrogate"),
        ("x" * 2_001, "text_too_long"),
        ("e\u0301" * 2_001, "text_too_long"),
        ("x" * 10_000_000, "text_too_long"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_beside_its_field(typed: str, code: str) -> None:
    with pytest.raises(EntryError) as caught:
        clean(typed)
    assert (caught.value.code, caught.value.field) == (code, "note")
    assert caught.value.message


def test_the_words_name_the_limit() -> None:
    with pytest.raises(EntryError, match="2,000 characters"):
        clean("x" * 2_001)


def test_a_megabyte_of_accents_does_not_hold_the_server() -> None:
    began = time.process_time()
    with pytest.raises(EntryError):
        clean("a" + "\u0301\u0316" * 500_000)
    assert time.process_time() - began < 1


@given(st.text(max_size=200))
def test_a_note_that_was_kept_once_is_kept_the_same_again(typed: str) -> None:
    try:
        kept = clean(typed)
    except EntryError:
        return
    assert clean(kept) == kept
