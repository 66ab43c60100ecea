"""How the members of an answer become Python values.

The way to read a field follows from its annotation, and is found once per class.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar, Union, cast

Convert = Callable[[Any], Any]
N = TypeVar("N", int, float)

_TRUE = frozenset({"true", "yes", "on", "1", "t", "y"})
_FALSE = frozenset({"false", "no", "off", "0", "f", "n", ""})


def to_bool(value: Any) -> bool:
    """Return a truth value, of one or of the word for one: ``"False"`` is false."""
    if isinstance(value, (bool, int)):
        return bool(value)
    word = value.strip().casefold() if isinstance(value, str) else None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError("neither true nor false")


def to_int(value: Any) -> int:
    """Return an integer, of one or of its digits."""
    if isinstance(value, float) and not value.is_integer():
        raise ValueError("no whole number")
    return _number(int, value, "no whole number")


def to_float(value: Any) -> float:
    """Return a number, of one or of its digits."""
    return _number(float, value, "no number")


def _number(kind: Callable[[Any], N], value: Any, objection: str) -> N:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise TypeError("no number")
    try:
        return kind(value)
    except ValueError:
        raise ValueError(objection) from None


def to_datetime(value: Any) -> datetime:
    """Return a time with its zone.

    Services write it in one of three ways: ISO 8601 (without a zone it is UTC), as
    in an HTTP header, or as seconds since 1970.
    """
    if isinstance(value, datetime):
        return value
    if isinstance(value, (int, float)):
        return _since_1970(value)
    try:
        return _since_1970(float(value))
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = parsedate_to_datetime(value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _since_1970(seconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError):
        raise ValueError("no time that a calendar has") from None


_SIMPLE: Mapping[Any, Convert] = {
    bool: to_bool,
    int: to_int,
    float: to_float,
    datetime: to_datetime,
}


def converter(annotation: Any) -> Convert | None:
    """Return what turns a member into a value of a type; ``None`` to take it as is."""
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if hasattr(annotation, "from_wire"):
        return _nested(annotation)
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in {Union, types.UnionType}:
        others = [a for a in arguments if a is not type(None)]
        return converter(others[0]) if len(others) == 1 else None
    return _container(origin, arguments) if isinstance(origin, type) else None


def _container(origin: type[Any], arguments: tuple[Any, ...]) -> Convert | None:
    if issubclass(origin, Mapping):
        return _mapping_of(converter(arguments[1]))
    if issubclass(origin, Sequence):
        make: Any = tuple if issubclass(origin, tuple) else list
        return _sequence_of(make, converter(arguments[0]))
    return None


def _nested(resource_class: Any) -> Convert:
    def convert(value: Any) -> Any:
        if isinstance(value, resource_class):
            return value
        if not isinstance(value, Mapping):
            raise TypeError("no object")
        return resource_class.from_wire(cast("Mapping[str, Any]", value))

    return convert


def _sequence_of(make: Any, convert: Convert | None) -> Convert:
    def convert_all(values: Any) -> Any:
        if isinstance(values, (str, bytes)) or not isinstance(values, Sequence):
            raise TypeError("no list")
        items = cast("Iterable[Any]", values)
        return make(items if convert is None else map(convert, items))

    return convert_all


def _mapping_of(convert: Convert | None) -> Convert:
    def convert_all(values: Any) -> Any:
        if not isinstance(values, Mapping):
            raise TypeError("no object")
        members = cast("Mapping[str, Any]", values)
        if convert is None:
            return members
        return {key: convert(member) for key, member in members.items()}

    return convert_all
