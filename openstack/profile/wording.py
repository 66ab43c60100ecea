"""Words that the messages of this package share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: How many names a message lists before it counts the others.
MOST = 12


def listed(names: Iterable[str], *, word: str = "and", most: int = MOST) -> str:
    """Return the names as part of a sentence: ``a, b and c``."""
    names = list(names)
    if len(names) > most:
        names[most:] = [f"{len(names) - most} more"]
    *others, last = names
    return f"{', '.join(others)} {word} {last}" if others else last


def kind_of(value: object) -> str:
    """Return what sort of thing a value is, without the value."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else f"of the type {type(value).__name__}"
