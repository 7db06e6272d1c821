"""A checklist as it is written down: its items, and which of them a walk asks."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.domain.errors import InvalidCatalogue
from checklists.domain.vocabulary import WEIGHTS, Effort, Room, Walk, Walkers

LONGEST_TEXT = 200  # characters: an item is read at arm's length
_PROSE = ("text", "why", "fix")
_NEEDED = {"code", "room", "weight", "effort", *_PROSE}
_KNOWN = _NEEDED | {"quick", "extra", "source", "translations"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to look at. `text` is said in the first person and is true where all is well."""

    code: str
    room: Room
    text: str
    why: str
    fix: str
    weight: int  # 3 fix first, 2 fix soon, 1 fix when you can: an order, never a summand
    effort: Effort
    quick: Walkers | None = None
    extra: bool = False
    source: str = ""
    # By language, what of text, why and fix is said in it.
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One version of a checklist. Codes in `retired` were items once and are never used again."""

    code: str
    version: int
    title: str
    items: tuple[Item, ...]
    retired: frozenset[str] = frozenset()

    def asked_in(self, walk: Walk, *, uses_wheelchair: bool, with_extra: bool = False) -> tuple[Item, ...]:
        """The items of a walk, in the order of the rooms. In the quick one, transfers and brakes take the
        place of the stairs for somebody who uses a wheelchair."""
        if walk is Walk.FULL:
            return tuple(item for item in self.items if with_extra or not item.extra)
        asked = {Walkers.ALL, Walkers.WHEELCHAIR if uses_wheelchair else Walkers.WALKING}
        return tuple(item for item in self.items if item.quick in asked)


def read_catalogue(told: Mapping[str, Any]) -> Catalogue:
    """The catalogue that a TOML file says. Raises InvalidCatalogue with everything that is wrong."""
    faults = [*_faults_of_heading(told), *_faults_of_items(told.get("items", []))]
    if faults:
        raise InvalidCatalogue(faults)
    order = list(Room)
    items = sorted((_item(one) for one in told["items"]), key=lambda item: order.index(item.room))
    return Catalogue(
        code=told["code"],
        version=told["version"],
        title=told["title"],
        items=tuple(items),
        retired=frozenset(told.get("retired", ())),
    )


def check_successor(earlier: Catalogue, later: Catalogue) -> None:
    """Raises InvalidCatalogue where a code of `later` would give an old answer another question."""
    now = {item.code: item for item in later.items}
    faults = [
        f"{item.code} has moved to another room: give it a new code, and retire this one."
        for item in earlier.items
        if item.code in now and now[item.code].room != item.room
    ]
    gone = {item.code for item in earlier.items} - now.keys()
    faults += [f"{code} is gone: name it in `retired`." for code in sorted(gone - later.retired)]
    faults += [f"{code} was retired before." for code in sorted(earlier.retired & now.keys())]
    faults += [f"{code} is no longer in `retired`." for code in sorted(earlier.retired - later.retired)]
    if later.items != earlier.items and later.version <= earlier.version:
        faults.append(f"The items differ: raise `version` above {earlier.version}.")
    if faults:
        raise InvalidCatalogue(faults)


def _item(told: Mapping[str, Any]) -> Item:
    quick = told.get("quick")
    words = {"room": Room(told["room"]), "effort": Effort(told["effort"])}
    return Item(**{**told, **words, "quick": Walkers(quick) if quick else None})


def _faults_of_heading(told: Mapping[str, Any]) -> Iterator[str]:
    for name, kind in {"code": str, "version": int, "title": str, "items": list}.items():
        if not isinstance(told.get(name), kind) or not told[name]:
            yield f"The catalogue needs `{name}`."
    retired = told.get("retired", [])
    used = {item.get("code") for item in told.get("items", [])}
    for code in retired:
        if code in used:
            yield f"{code} is retired and used."


def _faults_of_items(items: list[Mapping[str, Any]]) -> Iterator[str]:
    for code, times in Counter(item.get("code") for item in items).items():
        if times > 1:
            yield f"{code} is used {times} times."
    for item in items:
        yield from (f"{item.get('code')}: {fault}" for fault in _faults_of(item))


def _faults_of(item: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted(_NEEDED - item.keys()):
        yield f"`{name}` is missing."
    for name in sorted(item.keys() - _KNOWN):
        yield f"`{name}` is not known."
    translations: Mapping[str, Mapping[str, str]] = item.get("translations", {})
    for language, said in {"": item, **translations}.items():
        for name in _PROSE:
            if len(said.get(name, "")) > LONGEST_TEXT:
                where = f" in {language}" if language else ""
                yield f"`{name}` is longer than {LONGEST_TEXT} characters{where}."
    if "weight" in item and item["weight"] not in WEIGHTS:
        yield "`weight` is 1, 2 or 3."
    for name, words in {"room": Room, "effort": Effort, "quick": Walkers}.items():
        if name in item and item[name] not in set(words):
            yield f"`{name}` is none of {', '.join(words)}."
