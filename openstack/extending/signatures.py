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
_VARIABLE = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
_EMPTY = Parameter.empty


def plain(member: Any) -> FunctionType | None:
    """Return the function that a member of a class body is, or wraps."""
    if isinstance(member, property):
        member = member.fget
    function = inspect.unwrap(member)
    return function if isinstance(function, FunctionType) else None


def mark(member: Any, name: str) -> Any:
    """Return what a decorator left on a member, or on the function it wraps."""
    for marked in (member, plain(member)):
        found = getattr(marked, "__dict__", {}).get(name)
        if found is not None:
            return found
    return None


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
    bound = not isinstance(base, staticmethod)
    return next(_objections(_Calls(old, bound=bound), _Calls(new, bound=bound)), "")


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


class _Calls:
    """The calls that a function accepts.

    :param bound: whether its first argument is the object or class it is called on,
        which no caller writes.
    """

    def __init__(self, function: FunctionType, *, bound: bool) -> None:
        parameters = list(inspect.signature(function).parameters.values())
        if bound and parameters and parameters[0].kind in _BY_POSITION:
            del parameters[0]
        self.positional = [p for p in parameters if p.kind in _BY_POSITION]
        self.keywords = {p.name: p for p in parameters if p.kind in _BY_KEYWORD}
        self.all = parameters
        self.rest = next((p for p in parameters if p.kind is _VARIABLE[0]), None)
        self.others = next((p for p in parameters if p.kind is _VARIABLE[1]), None)


def _objections(old: _Calls, new: _Calls) -> Iterator[str]:
    if old.rest and not new.rest:
        yield f"takes no '*{old.rest.name}'"
    if old.others and not new.others:
        yield f"takes no '**{old.others.name}'"
    takers = [new.rest, new.others]
    for index, parameter in enumerate(old.positional):
        taker = new.positional[index] if index < len(new.positional) else None
        takers.append(taker or new.keywords.get(parameter.name))
        yield from _at_position(parameter, taker, new)
    for parameter in old.all:
        if parameter.kind is Parameter.KEYWORD_ONLY:
            takers.append(new.keywords.get(parameter.name))
            yield from _by_keyword(parameter, old, new)
    for parameter in new.all:
        if parameter.default is _EMPTY and parameter not in takers:
            yield f"requires '{parameter.name}', which callers do not know of"


def _at_position(old: Parameter, taker: Parameter | None, new: _Calls) -> Iterator[str]:
    if taker is None:
        if not new.rest:
            yield f"does not take '{old.name}' by position"
        yield from _beside_the_rest(old, new)
        return
    if old.kind is Parameter.POSITIONAL_OR_KEYWORD:
        if taker.name != old.name:
            yield (
                f"calls '{old.name}' '{taker.name}', so it cannot be given by its name"
            )
        elif taker.kind is Parameter.POSITIONAL_ONLY:
            yield f"does not take '{old.name}' by its name"
    yield from _still_optional(old, taker)


def _beside_the_rest(old: Parameter, new: _Calls) -> Iterator[str]:
    """Object to a parameter whose value goes to the override's ``*rest``."""
    keyword = new.keywords.get(old.name)
    if keyword is not None and keyword.kind is Parameter.KEYWORD_ONLY:
        if keyword.default is _EMPTY:
            yield f"requires '{old.name}' by its name, which may be given by position"
    elif old.kind is not Parameter.POSITIONAL_ONLY and (keyword or not new.others):
        yield f"does not take '{old.name}' by its name"


def _by_keyword(parameter: Parameter, old: _Calls, new: _Calls) -> Iterator[str]:
    keyword = new.keywords.get(parameter.name)
    if keyword is None:
        if not new.others:
            yield f"does not take '{parameter.name}='"
        return
    # What callers give by position must not land in it as well.
    reached = new.positional if old.rest else new.positional[: len(old.positional)]
    if keyword in reached:
        yield f"takes '{parameter.name}' by position, where callers give something else"
    yield from _still_optional(parameter, keyword)


def _still_optional(old: Parameter, new: Parameter) -> Iterator[str]:
    if old.default is not _EMPTY and new.default is _EMPTY:
        yield f"requires '{old.name}', which may be left out"
