"""Two phones without signal change one fall; whichever is heard first, both end with the same.

TWO_PHONES_EXAMPLES=300 looks longer.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from accounts.models import Patient
from api.acting import Outbox
from api.outbox import do
from logs.models import DiaryDay, Fall, FallVersion
from tests.api.client import Program
from tests.api.phone import Operation, about, fell, flush, outcomes
from tests.people import fall, make_patient

pytestmark = pytest.mark.django_db

PLACES, SHOES = ("kitchen", "street", "stairs"), ("shoes", "socks")
PHONES = (0, 1)
EXAMPLES = int(os.environ.get("TWO_PHONES_EXAMPLES", "15"))
CHANGES = some.fixed_dictionaries(
    {}, optional={"place": some.sampled_from(PLACES), "footwear": some.sampled_from(SHOES)}
).filter(bool)
# What one phone does in turn: it sets fields, withdraws, restores, or has signal and reads the fall.
TURNS = some.lists(
    CHANGES | some.sampled_from(["fall_withdrawal", "fall_restoration", "reading"]), min_size=1, max_size=3
)
SHOWN = ("place", "footwear")


@dataclass
class Phone:
    """One phone: what it takes as known, and what it was told."""

    base: int | str = 1
    known: set[tuple[str, str]] = field(default_factory=set)  # what was read: a field, and who wrote it
    told: list[tuple[Operation, str]] = field(default_factory=list)


class Story:
    """One fall, two phones, and who is heard when. What should become of it is reckoned beside it."""

    def __init__(self, anna: Patient) -> None:
        self.outbox = Outbox(anna.user, None)
        self.entry = {"entry_id": str(fall(anna).entry_id)}
        self.fall = Fall.objects.get(entry_id=self.entry["entry_id"])
        self.phones = [Phone() for _phone in PHONES]
        self.state = "active"
        self.stands: dict[str, Any] = dict.fromkeys(SHOWN)
        self.written_by: dict[str, str] = {}
        self.accepted: list[dict[str, str]] = []

    def send(self, operation: Operation) -> Operation:
        result, _patient = do(self.outbox, operation)
        self.fall.refresh_from_db()
        return result

    def turn(self, number: int, what: Any) -> str:
        phone = self.phones[number]
        if what == "reading":
            phone.base, phone.known = self.fall.version, phone.known | set(self.written_by.items())
            return "read"
        if isinstance(what, str):
            operation = about(self.entry, what)
            outcome = str(self.send(operation)["outcome"])
            assert outcome == "changed"
            self.state = "withdrawn" if what == "fall_withdrawal" else "active"
        else:
            operation = about(self.entry, "fall_change", base=phone.base, set=what)
            outcome = self.change(phone, operation)
            phone.base = operation["op_id"]
        phone.told.append((operation, outcome))
        assert self.fall.state == self.state
        assert {name: getattr(self.fall, name) for name in SHOWN} == self.stands
        return outcome

    def change(self, phone: Phone, operation: Operation) -> str:
        wanted: dict[str, str] = operation["set"]
        unknown = {
            name
            for name in wanted
            if name in self.written_by
            and (name, self.written_by[name]) not in phone.known
            and self.stands[name] != wanted[name]
        }
        result = self.send(operation)
        outcome = str(result["outcome"])
        if unknown:
            assert outcome == "conflict"
            assert {name: result["current"][name] for name in SHOWN} == self.stands
            assert result["yours"] == operation
            return outcome
        assert outcome == ("changed" if self.state == "active" else "withdrawn")
        assert result["version"] == self.fall.version
        for name, value in wanted.items():
            if self.stands[name] != value:
                self.stands[name], self.written_by[name] = value, operation["op_id"]
            phone.known.add((name, self.written_by[name]))
        self.accepted.append(wanted)
        return outcome

    def resend_everything(self) -> None:
        version = self.fall.version
        again = {"changed": "already_recorded"}
        for phone in self.phones:
            for operation, outcome in phone.told:
                assert self.send(operation)["outcome"] == again.get(outcome, outcome)
        assert self.fall.version == version

    def nothing_is_lost(self) -> None:
        """Whatever was accepted stands in the fall or in its history, each step beside what it replaced."""
        steps = list(FallVersion.objects.filter(fall=self.fall))
        stood: dict[str, Any] = {**dict.fromkeys(SHOWN), "state": "active"}
        for step in steps:
            assert step.before == {name: stood[name] for name in step.after}
            stood |= step.after
        assert stood == {**self.stands, "state": self.state}
        for wanted in self.accepted:
            for name, value in wanted.items():
                assert any(step.after.get(name) == value for step in steps)


def orders(first: int, second: int) -> Iterator[tuple[int, ...]]:
    """Every order in which two phones can be heard, each in its own order."""
    for places in combinations(range(first + second), first):
        yield tuple(0 if place in places else 1 for place in range(first + second))


@settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],  # each has up to 20 orders: making one shorter takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ours=TURNS, theirs=TURNS)
def test_whoever_is_heard_first_nothing_is_lost_and_everything_is_answered(
    ours: list[Any], theirs: list[Any]
) -> None:
    """Fields follow from the order of changes alone, the state from that of withdrawals and restorations."""
    anna = make_patient()
    fields: dict[Any, Any] = {}
    for order in orders(len(ours), len(theirs)):
        story, turns = Story(anna), (iter(ours), iter(theirs))
        changes = []
        for number in order:
            what = next(turns[number])
            outcome = story.turn(number, what)
            if what == "reading" or isinstance(what, dict):
                kept = "kept" if outcome in ("changed", "withdrawn") else outcome
                changes.append((number, str(what), kept))
        story.resend_everything()
        story.nothing_is_lost()
        heard = tuple((number, what) for number, what, _kept in changes)
        ended = (story.stands, changes)
        assert fields.setdefault(heard, ended) == ended
        Fall.objects.filter(pk=story.fall.pk).delete()


@pytest.mark.parametrize("edited_first", [True, False])
def test_an_answer_and_a_withdrawal_end_the_same_in_either_order(edited_first: bool) -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first)
    edit = about(first, "fall_change", base=1, set={"place": "kitchen", "note": "On the mat"})
    gone = about(first, "fall_withdrawal")
    if edited_first:
        assert outcomes(tablet, edit) + outcomes(phone, gone) == ["changed", "changed"]
    else:
        assert outcomes(phone, gone) == ["changed"]
        (result,) = flush(tablet, edit)
        stored = Fall.objects.get()
        told = {"outcome": "withdrawn", "id": str(stored.public_id), "version": 3}
        assert result == {"op_id": edit["op_id"], **told}
        assert flush(tablet, edit) == [result]
    stored = Fall.objects.get()
    assert (stored.state, stored.place, stored.note, stored.version) == (
        "withdrawn",
        "kitchen",
        "On the mat",
        3,
    )
    assert not DiaryDay.objects.exists()
    assert outcomes(phone, about(first, "fall_restoration")) == ["changed"]
    stored.refresh_from_db()
    assert (stored.state, stored.place) == ("active", "kitchen")
    assert DiaryDay.objects.get().falls == 1


def test_a_conflict_on_a_withdrawn_fall_is_a_conflict() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first)
    flush(
        phone, about(first, "fall_change", base=1, set={"place": "kitchen"}), about(first, "fall_withdrawal")
    )
    (result,) = flush(tablet, about(first, "fall_change", base=1, set={"place": "street"}))
    assert (result["outcome"], result["current"]["state"]) == ("conflict", "withdrawn")
    assert Fall.objects.get().place == "kitchen"


def test_other_doors_go_on_refusing_a_withdrawn_fall_even_what_an_outbox_merged() -> None:
    anna = make_patient()
    program, first = Program(anna.user), fell()
    flush(program, first, about(first, "fall_withdrawal"))
    url = f"falls/{Fall.objects.get().public_id}/"
    assert program.patch(url, {"version": 2, "place": "kitchen"}).status == 410
    edit = about(first, "fall_change", base=1, set={"place": "kitchen"})
    assert outcomes(program, edit) == ["withdrawn"]
    again = {"version": 1, "op_id": edit["op_id"], "place": "kitchen"}
    assert program.patch(url, again).status == 410


def test_what_was_told_to_be_withdrawn_is_told_so_again_after_a_restoration() -> None:
    phone, first = Program(make_patient().user), fell()
    edit = about(first, "fall_change", base=1, set={"place": "kitchen"})
    flush(phone, first, about(first, "fall_withdrawal"), edit, about(first, "fall_restoration"))
    assert outcomes(phone, edit) == ["withdrawn"]
    assert (Fall.objects.get().state, Fall.objects.get().version) == ("active", 4)


def test_the_last_of_two_states_to_arrive_decides_and_a_resend_decides_nothing() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    gone, back = about(first, "fall_withdrawal"), about(first, "fall_restoration")
    flush(phone, first, gone)
    assert outcomes(tablet, back) == ["changed"]
    assert outcomes(phone, gone) == ["already_recorded"]
    assert Fall.objects.get().state == "active"
    assert outcomes(tablet, about(first, "fall_withdrawal")) == ["changed"]
    assert Fall.objects.get().state == "withdrawn"


def test_a_conflict_is_solved_by_a_change_of_what_stands_there() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell(note="Wet")
    flush(phone, first, about(first, "fall_change", base=1, set={"place": "kitchen"}))
    wanted = about(first, "fall_change", base=1, set={"place": "street"}, made_at=first["occurred_at"])
    (result,) = flush(tablet, wanted)
    assert result["outcome"] == "conflict"
    assert result["yours"] == wanted
    assert result["current"] == tablet.get(f"falls/{Fall.objects.get().public_id}/").json
    # Somebody is faster once more: a conflict again.
    flush(phone, about(first, "fall_change", base=2, set={"place": "stairs"}))
    chosen = {"base": result["current"]["version"], "set": {"place": "street"}}
    (result,) = flush(tablet, about(first, "fall_change", **chosen))
    assert (result["outcome"], result["current"]["place"]) == ("conflict", "stairs")
    chosen["base"] = result["current"]["version"]
    assert outcomes(tablet, about(first, "fall_change", **chosen)) == ["changed"]
    assert Fall.objects.get().place == "street"


def test_what_a_phone_had_not_seen_stays_unseen_through_its_own_operations() -> None:
    """The tablet's note became a later version than the phone's place; the tablet has still not read that."""
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first, about(first, "fall_change", base=1, set={"place": "kitchen"}))
    note = about(first, "fall_change", base=1, set={"note": "Wet"})
    place = about(first, "fall_change", base=note["op_id"], set={"place": "street"})
    further = about(first, "fall_change", base=place["op_id"], set={"place": "stairs"})
    shoes = about(first, "fall_change", base=further["op_id"], set={"footwear": "socks"})
    expected = ["changed", "conflict", "conflict", "changed"]
    assert outcomes(tablet, note, place, further, shoes) == expected
    stored = Fall.objects.get()
    assert (stored.place, stored.note, stored.footwear) == ("kitchen", "Wet", "socks")


def test_an_id_that_says_nothing_of_the_fields_is_no_base() -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first, about(first, "fall_change", base=1, set={"place": "kitchen"}))
    gone, back = about(first, "fall_withdrawal"), about(first, "fall_restoration")
    change = about(first, "fall_change", base=back["op_id"], set={"place": "street"})
    assert outcomes(tablet, gone, back, change) == ["changed", "changed", "conflict"]


@pytest.mark.parametrize(
    ("answer", "floor"),
    [({"got_up": "alone"}, {"landed_on_floor": False}), ({"kind": "near_fall"}, {"landed_on_floor": True})],
)
def test_what_follows_from_a_change_takes_no_answer_of_another_phone_away(
    answer: dict[str, str], floor: dict[str, bool]
) -> None:
    anna = make_patient()
    phone, tablet, first = Program(anna.user), Program(anna.user), fell()
    flush(phone, first, about(first, "fall_change", base=1, set=answer))
    (result,) = flush(tablet, about(first, "fall_change", base=1, set=floor))
    assert result["outcome"] == "conflict"
    assert result["current"] == result["current"] | answer
    stored = Fall.objects.get()
    assert {name: getattr(stored, name) for name in answer} == answer
