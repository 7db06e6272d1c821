"""Bodies that no program should send: each is refused with a code, and nothing is written."""

import json
from uuid import uuid4

import pytest

from logs.models import Fall
from tests.api.client import Program, a_fall
from tests.api.doors import WITHOUT_BODY, Door, House, body_readers, house, refused, rows
from tests.people import make_patient

pytestmark = pytest.mark.django_db

NOT_JSON = {
    "nothing but NUL": (b"\x00", "not_json"),
    "not UTF-8": (b'{"note": "\xff"}', "not_utf_8"),
    "half of a letter": (b'{"note": "\xc3', "not_utf_8"),
    "a surrogate in UTF-8": (b'{"note": "\xed\xa0\x80"}', "not_utf_8"),
    "a byte order mark": (b"\xef\xbb\xbf{}", "not_json"),
    "UTF-16": ("{}".encode("utf-16"), "not_utf_8"),
    "a comment": (b"{} // nothing", "not_json"),
    "single quotes": (b"{'note': 'x'}", "not_json"),
    "a raw newline": (b'{"note": "a\nb"}', "not_json"),
    "two objects": (b"{}{}", "not_json"),
    "cut off": (b'{"note": "x"', "not_json"),
    "a number beyond any": (b'{"version": 1e400}', "not_a_number"),
    "one below any": (b'{"version": -1e400}', "not_a_number"),
    "NaN": (b'{"version": NaN}', "not_a_number"),
    "Infinity": (b'{"version": -Infinity}', "not_a_number"),
    "5,000 digits": (b'{"version": ' + b"7" * 5_000 + b"}", "not_json"),
    "10,000 brackets": (b"[" * 10_000 + b"]" * 10_000, "too_deep"),
    "100,000 open brackets": (b"[" * 100_000, "too_deep"),
    "10,000 objects": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "too_deep"),
    "a name twice": (b'{"note": "a", "note": "b"}', "duplicate_key"),
    "a name twice, written in two ways": (b'{"note": "a", "n\\u006fte": "b"}', "duplicate_key"),
    "a name twice, further in": (b'{"set": [{"a": 1, "a": 1}]}', "duplicate_key"),
    "half a character twice": (b'{"\\ud800": 1, "\\ud800": 1}', "duplicate_key"),
}
NO_OBJECTS: tuple[object, ...] = (None, True, 7, 1.5, "x", "", [], [1], [{}], [[]])
# Parts of other programs' objects, and letters that cannot be shown.
NO_FIELDS = ("__proto__", "constructor", "__class__", "", " ", "\x00", "\ud800", "id", "pk", "a" * 100_000)
NO_VALUES: tuple[object, ...] = (None, True, 0, -1, 1.5, 10**400, "", "x", "\x00", "\ud800", [], {}, [1])
NEVER_A_VALUE: tuple[object, ...] = ({"a": 1}, [["falls"]], [{}, None], "\ud800", "\x00", -1, 10**400)
AN_ID = "8d1f0c9e-52d4-4d0e-9c53-0b1f6a7c2e11"
NO_UUIDS = (
    f"{{{AN_ID}}}",
    f"urn:uuid:{AN_ID}",
    AN_ID.upper(),
    AN_ID.replace("-", ""),
    f"{AN_ID}\n",
    f" {AN_ID}",
    AN_ID.replace("-", "\u2010"),
    f"\u0661{AN_ID[1:]}",
    "",
    "1",
)


def test_every_address_that_reads_a_body_is_tried_here() -> None:
    assert {(door.method, door.name) for door in house().doors} | WITHOUT_BODY == set(body_readers())


@pytest.mark.parametrize("what", NOT_JSON)
def test_a_body_that_is_no_json_is_refused_everywhere(what: str) -> None:
    home = house()
    before = rows()
    body, code = NOT_JSON[what]
    for door in home.doors:
        refused(home.knock_raw(door, body), 400, code=code)
    assert rows() == before


def test_json_that_is_no_object_is_refused_everywhere() -> None:
    home = house()
    before = rows()
    for door in home.doors:
        for content in NO_OBJECTS:
            refused(home.knock_raw(door, json.dumps(content).encode()), 422, code="invalid")
    assert rows() == before


def test_fields_that_nobody_knows_are_named_and_refused_everywhere() -> None:
    home = house()
    before = rows()
    for door in home.doors:
        for name in NO_FIELDS:
            answer = home.knock(door, {**door.content, name: {"polluted": True}})
            refused(answer, 422)
            assert "unknown_field" in answer.fields.values(), (str(door), name)
            assert len(answer.response.content) < 2_000
    assert rows() == before


def fields_of(home: House) -> list[tuple[Door, str]]:
    """Every field of every body; the operations of the outbox are read one by one, later."""
    named = [(door, str(name)) for door in home.doors for name in door.shape().fields]
    return [(door, name) for door, name in named if name != "operations"]


def test_a_value_of_another_type_is_refused_and_its_field_named() -> None:
    home = house()
    before = rows()
    for door, name in fields_of(home):
        for value in NEVER_A_VALUE:
            answer = home.knock(door, {**door.content, name: value})
            refused(answer, 422)
            assert any(str(field).split(".")[0] == name for field in answer.fields), (str(door), name, value)
    assert rows() == before


def test_whatever_stands_in_a_field_is_kept_or_refused_and_no_fault() -> None:
    home = house()
    for door, name in fields_of(home):
        for value in NO_VALUES:
            before = rows()
            answer = home.knock(door, {**door.content, name: value})
            if answer.status >= 300:
                refused(answer)
                # A conflict keeps what was wanted, so that a person can choose.
                assert answer.status == 409 or rows() == before, (str(door), name, value)


@pytest.mark.parametrize("written", NO_UUIDS)
def test_an_id_has_one_spelling(written: str) -> None:
    home = house()
    before = rows()
    for door, name in fields_of(home):
        if name in ("entry_id", "op_id", "patient", "owner", "clinic"):
            answer = home.knock(door, {**door.content, name: written})
            refused(answer, 422)
            assert answer.fields == {name: "invalid"}, str(door)
    assert rows() == before


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        ("2026-03-28T14:05:00", "time_without_offset"),
        ("2026-03-28T14:05:00+99:99", "invalid"),
        ("2026-03-28T14:05:00+24:00", "invalid"),
        ("2026-03-28T14:05:00-00:00:01", "invalid"),
        ("2026-03-28T23:59:60Z", "invalid"),
        ("2026-06-30T23:59:61Z", "invalid"),
        ("2026-02-30T12:00:00Z", "invalid"),
        ("2026-03-28 14:05:00Z", "invalid"),
        ("2026-W13-6T14:05:00Z", "invalid"),
        ("0000-01-01T00:00:00Z", "invalid"),
        ("10000-01-01T00:00:00Z", "invalid"),
        ("0001-01-01T00:00:00+23:59", "fall_before_1900"),
        ("0001-01-01T00:00:00-23:59", "fall_before_1900"),
        ("9999-12-31T23:59:59.999999-23:59", "fall_in_future"),
        ("9999-12-31T23:59:59+23:59", "fall_in_future"),
        ("\u0662\u0660\u0662\u0666-03-28T14:05:00Z", "invalid"),
        ("now", "invalid"),
        (1774706700, "invalid"),
    ],
)
def test_a_time_that_no_clock_shows_is_refused(moment: object, code: str) -> None:
    home = house()
    before = rows()
    posted = home.program.post("falls/", a_fall(occurred_at=moment))
    refused(posted, 422)
    assert posted.fields == {"occurred_at": code}
    version = home.knock(home.doors[2], {"version": 1, "occurred_at": moment})
    refused(version, 422)
    sent = home.program.post("entries/", {"operations": [{"type": "fall", **a_fall(occurred_at=moment)}]})
    assert sent.json["results"][0]["errors"][0]["code"] == code
    assert rows() == before


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59"])
def test_a_tap_or_a_phones_clock_at_the_ends_of_the_calendar_counts_as_now(moment: str) -> None:
    program = Program(make_patient().user)
    assert program.post("falls/", a_fall(made_at=moment)).status == 201
    batch = {"sent_at": moment, "operations": [{"type": "fall", **a_fall(made_at=moment)}]}
    assert program.post("entries/", batch).json["results"][0]["outcome"] == "created"
    assert all(one.made_at.year > 2000 for one in Fall.objects.all())


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "1", "2026-1-1", "today"])
def test_a_day_that_no_diary_has_is_refused(day: str) -> None:
    home = house()
    before = rows()
    refused(home.program.put(f"diary-days/{day}/", {"answer": "no_falls"}), 422)
    if day not in ("0001-01-01", "9999-12-31"):  # days like others, without an answer to take back
        refused(home.program.delete(f"diary-days/{day}/"), 422)
    sweep = {"entry_id": str(uuid4()), "first": day, "last": day, "answer": "no_falls"}
    if day != "0001-01-01":  # a day before the diary is no fault of a sweep: it names it as skipped
        refused(home.program.post("diary-sweeps/", sweep), 422)
    refused(home.program.post("diary-sweeps/", sweep | {"first": "0001-01-01", "last": "9999-12-31"}), 422)
    assert rows() == before


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("x" * 2_001, "text_too_long"),
        ("e\u0301" * 2_001, "text_too_long"),
        ("x" * 900_000, "text_too_long"),
        ("\u0301" * 400_000, "text_too_long"),
        ("a\x00b", "control_character"),
        ("a\tb", "control_character"),
        ("a\x85b", "control_character"),
        ("a\ud800b", "lone_surrogate"),
        ("\udfff", "lone_surrogate"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused(note: str, code: str) -> None:
    home = house()
    before = rows()
    for answer in (
        home.program.post("falls/", a_fall(note=note)),
        home.knock(home.doors[2], {"version": 1, "note": note}),
    ):
        refused(answer, 422, code="invalid") if answer.status != 413 else refused(answer, 413)
        if answer.status == 422:
            assert answer.fields == {"note": code}
    assert rows() == before


def test_a_note_of_two_thousand_letters_is_kept_as_it_is_read() -> None:
    program = Program(make_patient().user)
    assert program.post("falls/", a_fall(note="e\u0301" * 2_000)).json["note"] == "é" * 2_000


@pytest.mark.parametrize("field", ["mechanisms", "triggers", "symptoms", "aids_in_use", "injuries", "care"])
def test_a_list_of_21_is_refused(field: str) -> None:
    words = {"mechanisms": "tripped", "triggers": "pet", "aids_in_use": "cane", "injuries": "cut"}
    home = house()
    before = rows()
    word = words.get(field, "self_care" if field == "care" else "dizzy")
    answer = home.program.post("falls/", a_fall() | {field: [word] * 21})
    refused(answer, 422)
    assert field in {str(name).split(".")[0] for name in answer.fields}
    assert rows() == before


def test_51_operations_are_refused_as_a_whole() -> None:
    home = house()
    before = rows()
    answer = home.program.post("entries/", {"operations": [{"type": "fall", **a_fall()} for _ in range(51)]})
    refused(answer, 422)
    assert answer.fields == {"operations": "max_length"}
    assert rows() == before
