"""Whatever anybody tries, in whatever order: a walk does what its written table says and nothing else.

The reference is a model of its own, written down from the table as sets, beside the services and the
database. Who may try at all is asked at the doors (tests/api, tests/frontend).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from checklists.domain.errors import NotNow
from checklists.domain.vocabulary import Answer, Verdict
from checklists.models import Assessment
from checklists.services.reviews import decide, send_back, sign
from tests.checklists.walks import TODAY, answer, begin, fresh, submit
from tests.people import make_patient, make_therapist

pytestmark = pytest.mark.django_db(transaction=False)
CODES = ("E1", "G1", "K1")


@dataclass
class Reference:
    """The table of `checklists.domain.assessments`, in words of its own."""

    state: str = "draft"
    said: dict[str, Answer] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)
    asked_again: dict[str, bool] = field(default_factory=dict)  # whether it is answered

    def answer(self, code: str, word: Answer | None) -> bool:
        if self.state == "draft":
            if word is None:
                self.said.pop(code, None)
            else:
                self.said[code] = word
            return True
        if self.state == "returned" and word is not None and code in self.asked_again:
            self.said[code] = word
            self.asked_again[code] = True
            return True
        return False

    def submit(self) -> bool:
        ready = self.state in {"draft", "returned"} and self.said and all(self.asked_again.values())
        if ready:
            self.state, self.asked_again = "submitted", {}
        return bool(ready)

    def decide(self, code: str, verdict: Verdict | None) -> bool:
        if self.state != "submitted" or code not in self.said:
            return False
        self.accepted.discard(code)
        self.asked_again.pop(code, None)
        if verdict == Verdict.ACCEPTED:
            self.accepted.add(code)
        elif verdict == Verdict.RETURNED:
            self.asked_again[code] = False
        return True

    def send_back(self) -> bool:
        may = self.state == "submitted" and bool(self.asked_again)
        self.state = "returned" if may else self.state
        return may

    def sign(self) -> bool:
        may = self.state == "submitted" and set(self.said) == self.accepted
        self.state = "reviewed" if may else self.state
        return may


STEPS = st.one_of(
    st.tuples(st.just("answer"), st.sampled_from(CODES), st.sampled_from([*Answer, None])),
    st.tuples(st.just("submit")),
    st.tuples(st.just("decide"), st.sampled_from(CODES), st.sampled_from([*Verdict, None])),
    # Reviews that get somewhere: every answer accepted, or the first one returned and sent back.
    st.tuples(st.just("accept_all")),
    st.tuples(st.just("send_back")),
    st.tuples(st.just("sign")),
)


def tried(step: Callable[[], object]) -> bool:
    try:
        step()
    except NotNow:
        return False
    return True


def do(walk: Assessment, theo: User, step: tuple[object, ...]) -> bool:
    by = {"by": theo, "now": timezone.now()}
    match step:
        case ("answer", code, word):
            return tried(lambda: answer(walk, code, word))  # type: ignore[arg-type]
        case ("submit",):
            return tried(lambda: submit(walk))
        case ("decide", code, verdict):
            row = walk.answers.filter(item__code=code).first()
            told = {"revision": row.revision if row else 0, "question": "Why?", **by}
            return tried(lambda: decide(assessment=walk, code=code, verdict=verdict, **told))  # type: ignore[arg-type]
        case ("send_back",):
            return tried(lambda: send_back(assessment=walk, version=walk.version, **by))  # type: ignore[arg-type]
    return tried(lambda: sign(assessment=walk, version=walk.version, today=TODAY, **by))  # type: ignore[arg-type]


def expand(step: tuple[object, ...], reference: Reference) -> list[tuple[object, ...]]:
    if step == ("accept_all",):
        return [("decide", code, Verdict.ACCEPTED) for code in sorted(reference.said)]
    return [step]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=8, max_size=40))
def test_a_walk_takes_the_steps_of_its_table_and_no_other(db: None, steps: list[tuple[object, ...]]) -> None:
    theo, reference = make_therapist(), Reference()
    walk = begin(make_patient())
    for step in steps:
        for one in expand(step, reference):
            name, *told = one
            expected = getattr(reference, str(name))(*told)
            assert do(fresh(walk), theo, one) == expected, (one, reference)
            now = fresh(walk)
            kept = dict(now.answers.exclude(answer=None).values_list("item__code", "answer"))
            assert (now.state, kept) == (reference.state, reference.said)
