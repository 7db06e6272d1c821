"""A report in words: what a page shows and a file prints, line by line the same."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A heading with sentences, and counts beside their words."""

    title: str
    lines: Sequence[str] = ()
    counts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing, with the same in words for who cannot see it."""

    title: str
    svg: str
    words: str
    width: float = 1.0  # of the line


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`code` names it in addresses. The first column heads each row."""

    code: str
    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The first page, then the chart and the tables. `number` is empty where there is no rate."""

    title: str
    name: str
    period: str
    number: str
    unit: str
    headline: str
    context: Sequence[str]
    blocks: Sequence[Block]
    questions: Block | None
    chart_title: str = ""
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = field(default=())
    footer: str = ""
    language: str = "en"
    direction: str = "ltr"
