"""What the value of a setting may be, and how it is read.

A value comes as text from the environment, as text or :class:`Written` from a
file, and as anything from a keyword argument.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import attrs

from openstack.profile.sections import Section, Written, frozen, is_list, is_mapping
from openstack.profile.services import official

_FLAGS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}

_INTERFACES = {"public", "internal", "admin"}


class UnfitError(ValueError):
    """A value is not what its key asks for."""


@attrs.frozen
class Kind:
    """What a value may be."""

    #: What is expected, as part of a sentence.
    expected: str
    #: Reads a value; raises ``ValueError`` for one that is something else.
    read: Callable[[Any], Any]
    #: Whether it is text in which ``{region_name}`` is replaced.
    template: bool = False
    #: Whether the environment, where all is text, can say it.
    in_environment: bool = True


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnfitError
    return str(value)


def _path(value: Any) -> str:
    if not isinstance(value, str | os.PathLike) or isinstance(value, Written):
        raise UnfitError
    return os.fspath(value)


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if not isinstance(value, str) or value.lower() not in _FLAGS:
        raise UnfitError
    return _FLAGS[value.lower()]


def _flag_or_path(value: Any) -> bool | str:
    try:
        return _flag(value)
    except ValueError:
        path = _path(value)
    # A word alone is a misspelt flag rather than a file.
    if not re.search(r"[/\\.]", path):
        raise UnfitError
    return path


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UnfitError
    number = float(value)
    if not math.isfinite(number) or number < 0:
        raise UnfitError
    return number


def _positive(value: Any) -> float:
    number = _number(value)
    if not number:
        raise UnfitError
    return number


def _count(value: Any) -> int:
    number = _number(value)
    if number != int(number):
        raise UnfitError
    return int(number)


def _positive_count(value: Any) -> int:
    return _count(_positive(value))


def _names(value: Any) -> tuple[str, ...]:
    members = value.split(",") if isinstance(value, str) else value
    if not is_list(members):
        raise UnfitError
    names = tuple(_text(name).strip() for name in members)
    if not names or not all(names):
        raise UnfitError
    return names


def _interfaces(value: Any) -> tuple[str, ...]:
    names = tuple(name.lower().removesuffix("url") for name in _names(value))
    if not set(names) <= _INTERFACES:
        raise UnfitError
    return names


def _list(value: Any) -> Any:
    if not is_list(value):
        raise UnfitError
    return frozen(value)


def _mapping(value: Any) -> Any:
    if not is_mapping(value):
        raise UnfitError
    return frozen(value)


def _section(value: Any) -> Section:
    if not isinstance(value, Section):
        raise UnfitError
    return value


def _version(value: Any) -> str:
    match = re.fullmatch(r"v?(\d+(?:\.\d+)?|latest)", _text(value).strip())
    if not match:
        raise UnfitError
    return match[1]


def _per_service(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read_each(value: Any) -> Any:
        if not is_mapping(value):
            return read(value)
        limits = {official(name): read(limit) for name, limit in value.items()}
        return MappingProxyType(limits)

    return read_each


TEXT = Kind("text", _text, template=True)
NAME = Kind("a name", _text)
URL = Kind("a URL", lambda value: _text(value).strip(), template=True)
PATH = Kind("the path of a file", _path, template=True)
FLAG = Kind("true or false", _flag)
VERIFY = Kind("true, false or the path of a file of CA certificates", _flag_or_path)
SECONDS = Kind("a number of seconds", _number)
COUNT = Kind("a whole number", _count)
NAMES = Kind("a name or a list of names", _names)
INTERFACES = Kind("public, internal or admin, or a list of these", _interfaces)
VERSION = Kind("a version such as 2 or 2.79", _version)
RATE = Kind(
    "a number of requests a second, or a mapping of it by service type",
    _per_service(_positive),
)
WORKERS = Kind(
    "a whole number above 0, or a mapping of it by service type",
    _per_service(_positive_count),
)
LIST = Kind("a list", _list, in_environment=False)
MAPPING = Kind("a mapping", _mapping, in_environment=False)
SECTION = Kind("a mapping", _section, in_environment=False)
REGIONS = Kind(
    "a list of names, or of mappings with the keys name and values",
    lambda value: value,
    in_environment=False,
)
ANYTHING = Kind("anything", frozen)
