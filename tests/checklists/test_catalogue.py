"""The written checklist: what a walk asks, and what whoever edits it is told."""

import tomllib
from collections import Counter
from typing import Any

import pytest

from checklists.catalogue import HERE, written
from checklists.domain.catalogue import Catalogue, check_successor, read_catalogue
from checklists.domain.errors import InvalidCatalogue
from checklists.domain.rooms import EVERYWHERE_INDOORS, room_of, rooms_beside
from checklists.domain.vocabulary import Room, Walk
from logs.domain.vocabulary import INDOOR_PLACES, Place

HOME = written("home")


def codes(catalogue: Catalogue, walk: Walk, **who: bool) -> list[str]:
    return [item.code for item in catalogue.asked_in(walk, **{"uses_wheelchair": False} | who)]


def test_the_full_walk_asks_44_items_and_five_more_where_somebody_wants_them() -> None:
    assert len(codes(HOME, Walk.FULL)) == 44
    extra = set(codes(HOME, Walk.FULL, with_extra=True)) - set(codes(HOME, Walk.FULL))
    assert extra == {"A5", "C2", "C5", "D6", "F4"}


def test_the_ten_minute_walk_asks_twelve_of_everybody() -> None:
    walking = codes(HOME, Walk.QUICK)
    assert walking == ["B2", "B5", "B6", "D2", "D3", "E1", "E3", "E4", "F2", "G1", "G2", "K1"]
    assert len(codes(HOME, Walk.QUICK, uses_wheelchair=True)) == 12


def test_whoever_uses_a_wheelchair_is_asked_about_transfers_and_brakes_instead_of_stairs() -> None:
    walking, wheeling = set(codes(HOME, Walk.QUICK)), set(codes(HOME, Walk.QUICK, uses_wheelchair=True))
    assert walking - wheeling == {"B2", "B5", "B6"}
    assert wheeling - walking == {"D1", "E2", "I3"}


def test_a_walk_goes_room_by_room() -> None:
    rooms = [item.room for item in HOME.asked_in(Walk.FULL, uses_wheelchair=False)]
    assert list(dict.fromkeys(rooms)) == list(Room)
    assert rooms == sorted(rooms, key=list(Room).index)


@pytest.mark.parametrize("item", HOME.items, ids=lambda item: item.code)
def test_what_is_fitted_to_a_body_is_fitted_with_a_therapist(item: Any) -> None:
    fitted = ("rail", "raiser", "bed lever", "raised seat", "bath board")
    if any(word in item.fix.lower() for word in fitted):
        assert "your therapist" in item.fix


@pytest.mark.parametrize("item", HOME.items, ids=lambda item: item.code)
def test_nobody_is_blamed_and_nothing_is_promised(item: Any) -> None:
    said = f"{item.text} {item.why} {item.fix}".lower()
    assert not [
        word for word in ("must", "careless", "prevent", "risk score", "fail", "safe home") if word in said
    ]


def told(**item: Any) -> dict[str, Any]:
    one = {
        "code": "A1", "room": "entrance", "text": "The way is clear.", "why": "Toes catch.",
        "fix": "Clear it.", "weight": 2, "effort": "S",
    }  # fmt: skip
    return {"code": "home", "version": 1, "title": "Home", "items": [one | item]}


@pytest.mark.parametrize(
    ("item", "fault"),
    [
        ({"weight": 4}, "A1: `weight` is 1, 2 or 3."),
        ({"room": "cellar"}, "A1: `room` is none of entrance,"),
        ({"effort": "XL"}, "A1: `effort` is none of S, M, L."),
        ({"quick": "some"}, "A1: `quick` is none of all, walking, wheelchair."),
        ({"text": "x" * 201}, "A1: `text` is longer than 200 characters."),
        ({"score": 1}, "A1: `score` is not known."),
    ],
)
def test_whoever_edits_the_catalogue_is_told_what_is_wrong_with_which_item(
    item: dict[str, Any], fault: str
) -> None:
    with pytest.raises(InvalidCatalogue) as wrong:
        read_catalogue(told(**item))
    assert fault in str(wrong.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    twice = told()["items"] * 2
    twice[1] = {name: value for name, value in twice[1].items() if name != "why"}
    with pytest.raises(InvalidCatalogue) as wrong:
        read_catalogue({"code": "home", "version": 0, "title": "Home", "items": twice, "retired": ["A1"]})
    assert set(wrong.value.faults) == {
        "The catalogue needs `version`.",
        "A1 is retired and used.",
        "A1 is used 2 times.",
        "A1: `why` is missing.",
    }


def changed(*, retired: tuple[str, ...] = (), version: int = 2, **item: Any) -> Catalogue:
    return read_catalogue(told(**item) | {"version": version, "retired": list(retired)})


def test_a_better_wording_of_an_item_is_a_new_version() -> None:
    earlier = read_catalogue(told())
    check_successor(earlier, changed(text="The way to the door is clear."))
    with pytest.raises(InvalidCatalogue, match="raise `version` above 1"):
        check_successor(earlier, changed(text="The way to the door is clear.", version=1))


def test_a_code_never_asks_another_question() -> None:
    earlier = read_catalogue(told())
    check_successor(earlier, changed(code="A9", retired=("A1",)))
    for later, fault in (
        (changed(code="A9"), "A1 is gone: name it in `retired`."),
        (changed(room="kitchen"), "A1 has moved to another room"),
    ):
        with pytest.raises(InvalidCatalogue) as wrong:
            check_successor(earlier, later)
        assert fault in str(wrong.value)
    without = changed(code="A9", retired=("A1",))
    for later, fault in (
        (changed(version=3), "A1 was retired before."),
        (changed(code="A9", version=3), "A1 is no longer in `retired`."),
    ):
        with pytest.raises(InvalidCatalogue) as wrong:
            check_successor(without, later)
        assert fault in str(wrong.value)


def test_the_file_of_the_catalogue_says_nothing_that_is_not_read() -> None:
    with (HERE / "home.toml").open("rb") as file:
        assert tomllib.load(file).keys() == {"code", "version", "title", "items"}
    assert Counter(item.weight for item in HOME.items).keys() == {1, 2, 3}


@pytest.mark.parametrize("place", Place)
def test_a_fall_at_home_stands_beside_its_room_and_what_is_everywhere(place: Place) -> None:
    beside = rooms_beside(place)
    away = {Place.OTHER_HOME, Place.STREET, Place.PUBLIC_BUILDING, Place.VEHICLE, Place.ELSEWHERE}
    assert (not beside) == (place in away)
    assert (beside >= EVERYWHERE_INDOORS) == (place in set(INDOOR_PLACES) - away)
    assert beside - EVERYWHERE_INDOORS == ({room_of(place)} - {None})


def test_the_toilet_is_a_bathroom_and_the_drive_is_outdoors() -> None:
    assert room_of(Place.TOILET) == Room.BATHROOM
    assert room_of(Place.STAIRS) == room_of(Place.HALLWAY) == Room.HALLWAY_AND_STAIRS
    assert rooms_beside(Place.GARDEN_OR_DRIVE) == {Room.OUTDOORS}
    assert rooms_beside(None) == frozenset()
