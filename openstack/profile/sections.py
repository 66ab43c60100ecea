"""Settings that remember where they were written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Self, TypeGuard


class Written(str):  # noqa: SLOT000 - it has a member beside the text
    """A number or a truth value of a file, as the text that stands there.

    Which of both counts is known only by the key: ``compute_api_version: 2.10``
    is not 2.1, and ``region_name: NO`` is not false.
    """

    #: What the text stands for.
    value: bool | float

    def __new__(cls, text: str, value: bool | float) -> Self:  # noqa: FBT001 - a value
        """Make the text, and keep the value with it."""
        self = super().__new__(cls, text)
        self.value = value
        return self


class Section(dict[str, Any]):
    """A mapping that knows where each of its keys was written."""

    def __init__(self) -> None:
        super().__init__()
        #: Where each key was written: ``/etc/openstack/clouds.yaml:12``.
        self.origins: dict[str, str] = {}

    @classmethod
    def of(cls, mapping: Mapping[str, Any], origin: str) -> Section:
        """Make a section of a mapping that was written in one place."""
        section = cls()
        for key, value in mapping.items():
            section.put(str(key), _located(value, origin), origin)
        return section

    def put(self, key: str, value: Any, origin: str) -> None:
        """Set a key, and where it was written."""
        self[key] = value
        self.origins[key] = origin

    def take(self, other: Section, *keys: str) -> None:
        """Set keys as another section has them; a missing one is left out."""
        for key in keys:
            if key in other:
                self.put(key, other[key], other.origins[key])

    def drop(self, key: str) -> Any:
        """Remove a key, and return what it held."""
        self.origins.pop(key, None)
        return self.pop(key, None)

    def copy(self) -> Section:
        """Return a section with the same keys, written in the same places."""
        same = Section()
        same.take(self, *self)
        return same

    def __repr__(self) -> str:
        # The values may be secrets, and a debugger shows what this returns.
        return f"Section of {sorted(self)}"


def is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a mapping, for type checkers too."""
    return isinstance(value, Mapping)


def is_list(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list, for type checkers too."""
    return isinstance(value, list | tuple)


def _located(value: Any, origin: str) -> Any:
    if is_mapping(value):
        return Section.of(value, origin)
    if is_list(value):
        return [_located(member, origin) for member in value]
    return value


def overlaid(lower: Section, upper: Section) -> Section:
    """Merge two sections, and the sections in them; ``None`` says nothing."""
    merged = lower.copy()
    for key, value in upper.items():
        below = lower.get(key)
        if isinstance(value, Section) and isinstance(below, Section):
            merged.put(key, overlaid(below, value), upper.origins[key])
        elif value is not None or key not in lower:
            merged.put(key, value, upper.origins[key])
    return merged


def frozen(value: Any) -> Any:
    """Return a value that nobody can change, of plain types."""
    if isinstance(value, Written):
        return value.value
    if is_mapping(value):
        members = {str(key): frozen(member) for key, member in value.items()}
        return MappingProxyType(members)
    if is_list(value):
        return tuple(frozen(member) for member in value)
    return value


def thawed(value: Any) -> Any:
    """Return a copy of plain dicts and lists, which can be pickled."""
    if is_mapping(value):
        return {str(key): thawed(member) for key, member in value.items()}
    if is_list(value):
        return [thawed(member) for member in value]
    return value
