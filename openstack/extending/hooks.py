"""Hooks: the places where the contract lets a subclass differ.

There are three kinds. A *replace* hook is overridden like any method. A *chain*
hook is called on every class of the MRO, so that nobody drops a mixin's part by
forgetting ``super()``. A *collect* hook is class data, merged along the MRO.

What a subclass does with them is checked when it is made: an extension that breaks
the contract fails where it is written, and not in a user's night.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, NamedTuple, TypeVar

from openstack.extending import checks
from openstack.extending.errors import HookError
from openstack.extending.signatures import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

Kind = Literal["replace", "chain", "collect"]


class _Removed:
    """What ``REMOVE`` is."""

    def __repr__(self) -> str:
        return "REMOVE"


#: As a value in a *collect* mapping: leave out what a base class put there.
REMOVE: Final[Any] = _Removed()


class Hook(NamedTuple):
    """What is promised about one hook."""

    #: How the overrides of several classes come together.
    kind: Kind
    #: The version of the extension API that brought it.
    since: str
    #: For a deprecated hook, what to override in its place; otherwise ``""``.
    instead: str = ""
    #: Whether a chain runs from the subclass to the base.
    base_last: bool = False


def replace(since: str, *, instead: str = "") -> Callable[[F], F]:
    """Mark a method as a hook that a subclass overrides like any method.

    :param since: the version of the extension API that brought it.
    :param instead: for a deprecated hook, what to override in its place.
    """
    return _marker(Hook("replace", since, instead))


def chain(
    since: str, *, instead: str = "", base_last: bool = False
) -> Callable[[F], F]:
    """Mark a method as a hook that is called on every class that defines it.

    It takes one context and returns another, or ``None`` to leave it as it is. What
    the marked method itself does is not called: it is the hook's documentation.

    :param since: the version of the extension API that brought it.
    :param instead: for a deprecated hook, what to override in its place.
    :param base_last: call the subclass's version first, and the base's last.
    """
    return _marker(Hook("chain", since, instead, base_last))


def collect(value: Mapping[str, T] | Mapping[int, T], *, since: str) -> Any:
    """Declare class data that is merged along the MRO.

    A subclass sets the attribute to what it adds; ``REMOVE`` takes a member away.
    What is read from a class, or its instances, is the whole.

    :param value: what the declaring class itself has.
    :param since: the version of the extension API that brought it.
    """
    return _Collected(Hook("collect", since), value)


def _marker(hook: Hook) -> Callable[[F], F]:
    def put(member: F) -> F:
        member.__dict__["__hook__"] = hook
        return member

    return put


class _Collected(NamedTuple):
    """A *collect* hook in a class body, until the class is made."""

    hook: Hook
    value: Mapping[Any, Any]


class Contract(NamedTuple):
    """What a class promises to its subclasses, and does with its bases' promises."""

    #: The hooks of the class, by name.
    hooks: Mapping[str, Hook]
    #: What the class itself adds to the *collect* hooks.
    own: Mapping[str, Mapping[Any, Any]]
    #: The functions of each *chain* hook, in the order of their calls.
    chains: Mapping[str, tuple[Callable[..., Any], ...]]


class Extensible:
    """The root of every class that a vendor extends: it checks its subclasses."""

    __contract__: ClassVar[Contract] = Contract({}, {}, {})

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "__contract__" in cls.__dict__:
            # attrs makes a class with slots a second time, of the first one's members.
            return
        hooks = _hooks_of(cls)
        checks.check(cls, hooks, root=Extensible)
        names = [name for name, hook in hooks.items() if hook.kind == "collect"]
        own = {name: _own(cls.__dict__[name]) for name in names if name in cls.__dict__}
        chains = {
            name: tuple(_steps(cls, name, hook))
            for name, hook in hooks.items()
            if hook.kind == "chain"
        }
        cls.__contract__ = Contract(hooks, own, chains)
        for name in names:
            setattr(cls, name, MappingProxyType(_merged(cls, name)))

    def _run(self, chain_hook: str, context: T) -> T:
        """Call a chain hook on every class that has it; return the last context."""
        for step in self.__contract__.chains[chain_hook]:
            changed = step(self, context)
            if changed is None:
                continue
            if not isinstance(changed, type(context)):
                raise HookError(
                    f"{step.__qualname__} returned {type(changed).__name__!r}:"
                    f" {chain_hook} returns a {type(context).__name__}, or None to"
                    " leave it as it is."
                )
            context = changed
        return context


def hooks_of(cls: type[Extensible]) -> Mapping[str, Hook]:
    """Return the hooks that a subclass of a class may use, by name."""
    return cls.__contract__.hooks


def _hooks_of(cls: type[Extensible]) -> dict[str, Hook]:
    hooks: dict[str, Hook] = {}
    for base in reversed(cls.__mro__[1:]):
        if issubclass(base, Extensible):
            hooks.update(base.__contract__.hooks)
    for name, member in cls.__dict__.items():
        collected = isinstance(member, _Collected)
        hook = member.hook if collected else mark(member, "__hook__")
        if hook is None:
            continue
        if name in hooks:
            raise HookError(
                f"{cls.__qualname__}.{name} is marked as a hook, and is one already:"
                " override it without the mark."
            )
        hooks[name] = hook
    return hooks


def _own(member: Any) -> Any:
    return member.value if isinstance(member, _Collected) else member


def _merged(cls: type[Extensible], name: str) -> dict[Any, Any]:
    whole: dict[Any, Any] = {}
    for base in reversed(cls.__mro__):
        added = _members(base).get(name, {})
        _check_mapping(base, name, added)
        whole.update(added)
    return {key: value for key, value in whole.items() if value is not REMOVE}


def _members(base: type) -> Mapping[str, Any]:
    if issubclass(base, Extensible):
        return base.__contract__.own
    # A mixin without a base keeps what it adds in its attribute.
    return base.__dict__


def _check_mapping(base: type, name: str, added: object) -> None:
    if not isinstance(added, Mapping):
        raise HookError(
            f"{base.__qualname__}.{name} is {type(added).__name__!r}, and must be a"
            " mapping: it is merged with what the base classes have."
        )


def _steps(
    cls: type[Extensible], name: str, hook: Hook
) -> Iterator[Callable[..., Any]]:
    mro = cls.__mro__ if hook.base_last else reversed(cls.__mro__)
    for base in mro:
        function = base.__dict__.get(name)
        if function is not None and mark(function, "__hook__") is not hook:
            yield function
