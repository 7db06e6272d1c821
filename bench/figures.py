"""What a benchmark reports, and the line that says so."""

from dataclasses import dataclass
from math import inf
from statistics import median

ROUNDS = 7


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured figure and the most it may be, or with `at_least`, the least."""

    name: str
    figure: float
    unit: str
    floor: float
    at_least: bool = False

    @property
    def ratio(self) -> float:
        if self.floor == 0:  # nothing of the kind may happen
            return inf if self.figure else 0.0
        return self.figure / self.floor

    @property
    def holds(self) -> bool:
        return self.figure >= self.floor if self.at_least else self.figure <= self.floor

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "short"
        return f"{self.name} {self.figure:.2f} {self.unit} {self.floor:g} {self.ratio:.2f} {verdict}"


def show(what: str, rounds: list[float], unit: str) -> float:
    """Prints the median of the rounds and how far they spread; returns the median."""
    middle = median(rounds)
    print(
        f"{what}: {middle:.2f} {unit} (median of {len(rounds)}, {min(rounds):.2f} to {max(rounds):.2f})",
        flush=True,
    )
    return middle
