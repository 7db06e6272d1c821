"""Dice for invented stories."""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

Value = TypeVar("Value")


def happens(rng: Random, share: float) -> bool:
    return rng.random() < share


def one_of(rng: Random, weights: Mapping[Value, int]) -> Value:
    return rng.choices(tuple(weights), weights=tuple(weights.values()))[0]


def some_of(rng: Random, shares: Mapping[Value, float]) -> tuple[Value, ...]:
    """Each value for itself, in its share of cases."""
    return tuple(value for value, share in shares.items() if rng.random() < share)
