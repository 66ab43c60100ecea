"""Whether an override accepts every call that what it overrides accepts."""

from __future__ import annotations

import inspect
from inspect import Parameter
from types import FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BY_POSITION = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
_BY_KEYWORD = (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
_EMPTY = Parameter.empty


def plain(member: Any) -> FunctionType | None:
    """Return the function that a member of a class body is, or wraps."""
    if isinstance(member, (staticmethod, classmethod)):
        member = member.__func__
    if isinstance(member, property):
        member = member.fget
    member = inspect.unwrap(member) if callable(member) else member
    return member if isinstance(member, FunctionType) else None


def why_incompatible(base: Any, override: Any) -> str:
    """Say why an override refuses calls that its base accepts.

    :param base: the member of the base class's body.
    :param override: the member of the subclass's body.
    :returns: a clause that goes on after "it …", or ``""`` when it accepts them all.
    """
    if _manner(base) != _manner(override):
        return f"is {_manner(override)}, and must be {_manner(base)}"
    old, new = plain(base), plain(override)
    if old is None or new is None or isinstance(base, property):
        return ""
    return next(_objections(inspect.signature(old), inspect.signature(new)), "")


def _manner(member: Any) -> str:
    function = plain(member)
    if isinstance(member, property):
        return "a property"
    if function is None:
        return f"{type(member).__name__!r} and no method"
    prefix = "an async " if inspect.iscoroutinefunction(function) else "a "
    if isinstance(member, staticmethod):
        return prefix + "static method"
    if isinstance(member, classmethod):
        return prefix + "class method"
    return prefix + "method"


def _objections(old: inspect.Signature, new: inspect.Signature) -> Iterator[str]:
    was, now = list(old.parameters.values()), list(new.parameters.values())
    open_positions = any(p.kind is Parameter.VAR_POSITIONAL for p in now)
    open_keywords = any(p.kind is Parameter.VAR_KEYWORD for p in now)
    positional = [p for p in now if p.kind in _BY_POSITION]
    keywords = {p.name: p for p in now if p.kind in _BY_KEYWORD}
    for index, parameter in enumerate(was):
        if parameter.kind is Parameter.VAR_POSITIONAL and not open_positions:
            yield f"takes no '*{parameter.name}'"
        elif parameter.kind is Parameter.VAR_KEYWORD and not open_keywords:
            yield f"takes no '**{parameter.name}'"
        elif parameter.kind in _BY_POSITION:
            taker = positional[index] if index < len(positional) else None
            yield from _at_position(parameter, taker, open_positions=open_positions)
        elif parameter.kind is Parameter.KEYWORD_ONLY:
            keyword = keywords.get(parameter.name)
            yield from _by_keyword(parameter, keyword, open_keywords=open_keywords)
    known = {p.name for p in was}
    for parameter in now:
        variable = parameter.kind in {Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD}
        required = parameter.default is _EMPTY and not variable
        if required and parameter.name not in known:
            yield f"requires '{parameter.name}', which callers do not know of"


def _at_position(
    old: Parameter, new: Parameter | None, *, open_positions: bool
) -> Iterator[str]:
    if new is None:
        if not open_positions:
            yield f"does not take '{old.name}' by position"
        return
    renamed = new.name != old.name and old.kind is Parameter.POSITIONAL_OR_KEYWORD
    if renamed:
        yield f"calls '{old.name}' '{new.name}', so it cannot be given by its name"
    elif new.kind is Parameter.POSITIONAL_ONLY and old.kind is not new.kind:
        yield f"does not take '{old.name}' by its name"
    yield from _still_optional(old, new)


def _by_keyword(
    old: Parameter, new: Parameter | None, *, open_keywords: bool
) -> Iterator[str]:
    if new is not None:
        yield from _still_optional(old, new)
    elif not open_keywords:
        yield f"does not take '{old.name}='"


def _still_optional(old: Parameter, new: Parameter) -> Iterator[str]:
    if old.default is not _EMPTY and new.default is _EMPTY:
        yield f"requires '{old.name}', which may be left out"
