"""Hooks: the places where the contract lets a subclass differ, and their checks.

There are three kinds. A *replace* hook is overridden like any method. A *chain*
hook is called on every class of the MRO, so that nobody drops a mixin's part by
forgetting ``super()``. A *collect* hook is class data, merged along the MRO.

The checks run when a class is made: an extension that breaks the contract fails
where it is written, and not in a user's night.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeVar

from openstack._similar import did_you_mean
from openstack.extending.errors import (
    AmbiguousHook,
    FinalOverride,
    HookError,
    IncompatibleOverride,
    UnknownHook,
)
from openstack.extending.signatures import plain, why_incompatible

if TYPE_CHECKING:
    from collections.abc import Iterator

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

Kind = Literal["replace", "chain", "collect"]

#: As a value in a *collect* mapping: leave out what a base class put there.
REMOVE: Final[Any] = type("Removed", (), {"__repr__": lambda _: "REMOVE"})()


class Hook:
    """What is promised about one hook.

    :param kind: how the overrides of several classes come together.
    :param since: the version of the extension API that brought it.
    :param instead: for a deprecated hook, what to override instead.
    :param base_last: whether a chain runs from the subclass to the base.
    """

    def __init__(
        self, kind: Kind, since: str, *, instead: str = "", base_last: bool = False
    ) -> None:
        self.kind = kind
        self.since = since
        self.instead = instead
        self.base_last = base_last

    def __repr__(self) -> str:
        return f"<{self.kind} hook, since {self.since}>"


def replace(since: str, *, instead: str = "") -> Callable[[F], F]:
    """Mark a method as a hook that a subclass overrides like any method."""
    return _marker(Hook("replace", since, instead=instead))


def chain(
    since: str, *, instead: str = "", base_last: bool = False
) -> Callable[[F], F]:
    """Mark a method as a hook that is called on every class that defines it.

    It takes one context and returns another, or ``None`` to leave it as it is. What
    the marked method itself does is not called: it is the hook's documentation.
    """
    return _marker(Hook("chain", since, instead=instead, base_last=base_last))


def collect(value: Mapping[str, T] | Mapping[int, T], *, since: str) -> Any:
    """Declare class data that is merged along the MRO.

    A subclass sets the attribute to what it adds; ``REMOVE`` takes a member away.
    What is read from a class, or its instances, is the whole.
    """
    return _Collected(Hook("collect", since), value)


def _marker(hook: Hook) -> Callable[[F], F]:
    def mark(function: F) -> F:
        function.__dict__["__hook__"] = hook
        return function

    return mark


class _Collected:
    """A *collect* hook in a class body, until the class is made."""

    def __init__(self, hook: Hook, value: Mapping[Any, Any]) -> None:
        self.hook = hook
        self.value = value


class Extensible:
    """The root of every class that a vendor extends: it checks its subclasses."""

    #: The hooks of the class, by name.
    hooks: ClassVar[Mapping[str, Hook]] = {}
    #: What each class itself adds to the collect hooks.
    _own: ClassVar[Mapping[str, Mapping[Any, Any]]] = {}
    #: The functions of each chain hook, in the order of their calls.
    _chains: ClassVar[Mapping[str, tuple[Callable[..., Any], ...]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.hooks = _hooks_of(cls)
        for owner in cls.__mro__:
            # A mixin without a base is checked with the first class it joins.
            if owner is cls or not issubclass(owner, (Extensible, *_ROOTS)):
                _check_overrides(cls, owner)
        _check_ambiguity(cls)
        _collect(cls)
        cls._chains = {
            name: tuple(_steps(cls, name, hook))
            for name, hook in cls.hooks.items()
            if hook.kind == "chain"
        }

    def _run(self, chain_hook: str, context: T) -> T:
        """Call a chain hook on every class that has it; return the last context."""
        for step in self._chains[chain_hook]:
            changed = step(self, context)
            if changed is None:
                continue
            if not isinstance(changed, type(context)):
                raise HookError(
                    f"{step.__qualname__} returned {type(changed).__name__!r}: a"
                    f" {chain_hook} hook returns a {type(context).__name__}, or None"
                    " to leave it as it is."
                )
            context = changed
        return context


#: Classes whose members nobody overrides on purpose.
_ROOTS = (object,)


def _hooks_of(cls: type[Extensible]) -> dict[str, Hook]:
    hooks: dict[str, Hook] = {}
    for base in reversed(cls.__mro__[1:]):
        hooks.update(base.__dict__.get("hooks", {}))
    for name, member in cls.__dict__.items():
        if isinstance(member, _Collected):
            hooks[name] = member.hook
        elif (function := plain(member)) and "__hook__" in function.__dict__:
            hooks[name] = function.__dict__["__hook__"]
    return hooks


def _overridden(cls: type, owner: type, name: str) -> tuple[type, Any] | None:
    """Return what a member of ``owner`` overrides in the MRO of ``cls``, and whose."""
    mro = cls.__mro__
    for base in mro[mro.index(owner) + 1 :]:
        if base not in (object, Extensible) and name in base.__dict__:
            return base, base.__dict__[name]
    return None


def _check_overrides(cls: type[Extensible], owner: type) -> None:
    for name, member in owner.__dict__.items():
        found = _overridden(cls, owner, name)
        if found is not None:
            _check_override(cls, owner, name, *found)
        elif getattr(plain(member), "__override__", False):
            known = {n for base in cls.__mro__[1:] for n in base.__dict__}
            raise UnknownHook(
                f"{owner.__qualname__}.{name} is marked @override, and overrides"
                f" nothing.{did_you_mean(name, known)}"
            )


def _check_override(
    cls: type[Extensible], owner: type, name: str, base: type, original: Any
) -> None:
    member = owner.__dict__[name]
    where = f"{owner.__qualname__}.{name} overrides {base.__qualname__}.{name}"
    if getattr(plain(original), "__final__", False):
        raise FinalOverride(f"{where}, which is final.{_instead_of(name)}")
    if name.startswith("__"):
        return
    if isinstance(original, type) and not _substitutes(member, original):
        raise IncompatibleOverride(
            f"{where}, and is no subclass of {original.__qualname__}."
        )
    if plain(original) is None:
        return
    if reason := why_incompatible(original, member):
        raise IncompatibleOverride(f"{where}, but it {reason}.")
    hook = cls.hooks.get(name)
    if hook is not None:
        _check_hook(where, hook, member)


def _substitutes(member: Any, original: type) -> bool:
    return isinstance(member, type) and issubclass(member, original)


def _check_hook(where: str, hook: Hook, member: Any) -> None:
    function = plain(member)
    calls_super = function is not None and "__class__" in function.__code__.co_freevars
    if hook.kind == "chain" and calls_super:
        raise HookError(
            f"{where}, a chain hook, and calls super(): every class's own version is"
            " called anyway, so this would call the base's twice. Leave it out."
        )
    if hook.instead:
        warnings.warn(
            f"{where}, which is deprecated: {hook.instead}",
            DeprecationWarning,
            stacklevel=6,
        )


def _instead_of(name: str) -> str:
    if name == "__init__":
        return " Override configure(), which is called at its end."
    return ""


def _check_ambiguity(cls: type[Extensible]) -> None:
    """Refuse two unrelated bases that replace the same member of a common base."""
    if len(cls.__bases__) == 1:
        return
    for name in {n for base in cls.__mro__[1:] for n in base.__dict__}:
        hook = cls.hooks.get(name)
        merged = hook is not None and hook.kind != "replace"
        if merged or name.startswith("__") or name in cls.__dict__:
            continue
        first, *others = (base for base in cls.__mro__ if name in base.__dict__)
        if plain(first.__dict__[name]) is None and not name.endswith("_class"):
            continue
        for other in others:
            # The last one declares the member: it replaces nothing.
            if other is not others[-1] and not issubclass(first, other):
                raise AmbiguousHook(
                    f"{cls.__qualname__} inherits {name} from {first.__qualname__} and"
                    f" from {other.__qualname__}, and neither knows of the other."
                    f" Define {name} in {cls.__qualname__} and say which it is; if both"
                    " call super(), a call of super() there runs one after the other."
                )


def _collect(cls: type[Extensible]) -> None:
    own: dict[str, Mapping[Any, Any]] = {}
    for name, hook in cls.hooks.items():
        if hook.kind != "collect":
            continue
        if name in cls.__dict__:
            member = cls.__dict__[name]
            own[name] = member.value if isinstance(member, _Collected) else member
    cls._own = own
    for name, hook in cls.hooks.items():
        if hook.kind == "collect":
            setattr(cls, name, _merged(cls, name))


def _merged(cls: type[Extensible], name: str) -> dict[Any, Any]:
    whole: dict[Any, Any] = {}
    for base in reversed(cls.__mro__):
        whole.update(_contribution(base, name))
    return {key: value for key, value in whole.items() if value is not REMOVE}


def _contribution(base: type, name: str) -> Mapping[Any, Any]:
    # A mixin without a base has no table of its own contributions.
    if issubclass(base, Extensible):
        mapping = base.__dict__["_own"].get(name, {})
    else:
        mapping = base.__dict__.get(name, {})
    if not isinstance(mapping, Mapping):
        raise HookError(
            f"{base.__qualname__}.{name} is {type(mapping).__name__!r}, and must be a"
            " mapping: it is merged with what the base classes have."
        )
    return mapping


def _steps(
    cls: type[Extensible], name: str, hook: Hook
) -> Iterator[Callable[..., Any]]:
    mro = cls.__mro__ if hook.base_last else tuple(reversed(cls.__mro__))
    for base in mro:
        function = base.__dict__.get(name)
        if function is not None and "__hook__" not in getattr(function, "__dict__", {}):
            yield function
