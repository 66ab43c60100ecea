"""Tables, for people and for pipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: As wide as any line: a pipe has no edge to cut it off at.
_ENDLESS = 100_000


def console() -> Console:
    """Return what to print with: what it prints is shown as it is."""
    made = Console(markup=False, emoji=False, highlight=False)
    if not made.is_terminal:
        made = Console(markup=False, emoji=False, highlight=False, width=_ENDLESS)
    return made


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table; on a terminal, what is too wide goes on in the next line."""
    target = console()
    table = Table(
        box=box.SIMPLE_HEAD if target.is_terminal else None,
        pad_edge=False,
        show_edge=False,
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*row)
    target.print(table)


def show_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print facts, each behind what it is about."""
    target = console()
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(overflow="fold")
    for about, fact in facts:
        table.add_row(Text(about, style="bold"), fact)
    target.print(table)
