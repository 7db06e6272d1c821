"""What a planted copy asks instead of its own rules: the rule itself, unless it is the one taken out."""

from typing import Any

# The number of the rule that is out, and those that were asked since somebody emptied the set.
out: list[int] = []
asked: set[int] = set()


def narrowed(number: int, rows: Any, rule: str, *values: Any, **named: Any) -> Any:
    """`rows.rule(...)`, or all rows."""
    return rows.all() if _is_out(number) else getattr(rows, rule)(*values, **named)


def needed(number: int, scope: Any) -> tuple[Any, ...]:
    """One scope that a call asks for, or none."""
    return () if _is_out(number) else (scope,)


def true(number: int, answer: Any) -> Any:
    """The answer of a rule, or yes."""
    return True if _is_out(number) else answer


def let_in(number: int, guard: Any, access: Any) -> Any:
    """The access that a guard lets in, or everybody's."""
    return access if _is_out(number) else guard(access)


def _is_out(number: int) -> bool:
    asked.add(number)
    return number in out
