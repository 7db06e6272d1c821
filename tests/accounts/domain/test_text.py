"""What people may type into a note, and onto one line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.errors import FieldError
from accounts.domain.text import (
    CLINIC_NAME_LIMIT,
    NAME_LIMIT,
    clean_line,
    clean_text,
    clinic_name,
    phone_number,
)

LIMIT = 2_000


def clean(text: str) -> str:
    return clean_text(text, field="note", limit=LIMIT)


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
    with pytest.raises(FieldError) as caught:
        clean(typed)
    assert (caught.value.code, caught.value.field) == (code, "note")
    assert caught.value.message


def test_the_words_name_the_limit() -> None:
    with pytest.raises(FieldError, match="2,000 characters"):
        clean("x" * 2_001)


def test_a_megabyte_of_accents_does_not_hold_the_server() -> None:
    began = time.process_time()
    with pytest.raises(FieldError):
        clean("a" + "\u0301\u0316" * 500_000)
    assert time.process_time() - began < 1


@given(st.text(max_size=200))
def test_a_note_that_was_kept_once_is_kept_the_same_again(typed: str) -> None:
    try:
        kept = clean(typed)
    except FieldError:
        return
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", ""), ("  Anna ", "Anna"), ("Anna\r\n", "Anna"), ("Ana\u0308", "An\u00e4"), ("a" * 80, "a" * 80)],
)
def test_a_name_is_kept_without_the_blanks_around_it(typed: str, kept: str) -> None:
    assert clean_line(typed, field="name") == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Anna\nBanana", "several_lines"),
        ("Anna\r\nBanana", "several_lines"),
        ("Anna\rBanana", "control_character"),
        ("Anna\x00", "control_character"),
        ("Anna \ud83e", "lone_surrogate"),
        ("a" * (NAME_LIMIT + 1), "text_too_long"),
    ],
)
def test_a_name_that_is_no_line_is_refused_beside_its_field(typed: str, code: str) -> None:
    with pytest.raises(FieldError) as caught:
        clean_line(typed, field="person_name")
    assert (caught.value.code, caught.value.field) == (code, "person_name")


def test_a_clinic_has_a_name_and_a_longer_one_than_a_person() -> None:
    assert clinic_name(" Riverside ") == "Riverside"
    assert clinic_name("x" * CLINIC_NAME_LIMIT)
    for typed, code in [("", "no_name"), (" ", "no_name"), ("x" * (CLINIC_NAME_LIMIT + 1), "text_too_long")]:
        with pytest.raises(FieldError) as caught:
            clinic_name(typed)
        assert (caught.value.code, caught.value.field) == (code, "name")


@pytest.mark.parametrize("number", ["", "112", " 112 ", "+44 (0)20 7946-0018", "1" * 20])
def test_a_phone_number_is_kept_as_it_was_typed(number: str) -> None:
    assert phone_number(number, field="emergency_number") == number.strip()


@pytest.mark.parametrize(
    "number", ["12", "call me", "+++", "1" * 21, "112\x00", "112\n113", "\u0661\u0661\u0662"]
)
def test_what_no_phone_can_dial_is_refused(number: str) -> None:
    with pytest.raises(FieldError) as caught:
        phone_number(number, field="emergency_number")
    assert (caught.value.code, caught.value.field) == ("not_a_phone_number", "emergency_number")


def test_a_name_turns_no_sentence_around() -> None:
    assert clean_line("Tess \u202eEyes\u2066", field="name") == "Tess Eyes"
    assert clean_line("\u05d3\u05e0\u05d4 \u200fLevi", field="name") == "\u05d3\u05e0\u05d4 \u200fLevi"
