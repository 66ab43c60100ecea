"""Tables, for people and for pipes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text


def show(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")


def show_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print a table; what is too wide for a terminal goes on in its next line.

    :param columns: the heads of the columns.
    :param rows: the cells of each row; a ``Text`` may have a colour.
    """
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    _print(table, [columns, *rows])


def show_facts(facts: Iterable[tuple[str, str]]) -> None:
    """Print facts, each behind what it is about."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    _print(table, list(facts), head=0)


def _print(
    table: Table, rows: Sequence[Sequence[str | Text]], *, head: int = 1
) -> None:
    """Print rows, as a table on a terminal; a pipe has no edge and no colours.

    :param head: how many of the rows are the table's head, which it has already.
    """
    # What stands in a cell is shown as it is.
    console = Console(markup=False, emoji=False, highlight=False)
    if console.is_terminal:
        for row in rows[head:]:
            table.add_row(*row)
        console.print(table)
        return
    texts = [list(map(str, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    for cells in texts:
        padded = map(str.ljust, cells, widths)
        show("  ".join(padded).rstrip())
