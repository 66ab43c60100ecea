"""What is checked when a class that extends another is made."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from openstack._similar import did_you_mean
from openstack.extending.errors import (
    AmbiguousHook,
    FinalOverride,
    HookError,
    IncompatibleOverride,
    UnknownHook,
)
from openstack.extending.signatures import mark, plain, why_incompatible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from types import FunctionType

    from openstack.extending.hooks import Hook


def check(cls: type, hooks: Mapping[str, Hook], *, root: type) -> None:
    """Check what a class overrides.

    :param hooks: the hooks of its bases, and its own.
    :param root: what is no subclass of it is a mixin without a base, and is checked
        with the class it joins: only there can be seen what it overrides.
    :raises HookError: it breaks the contract.
    """
    owners = [cls]
    if len(cls.__bases__) > 1:
        owners += [base for base in cls.__mro__[:-1] if not issubclass(base, root)]
        _check_ambiguity(cls, hooks, root)
    for owner in owners:
        for name, member in owner.__dict__.items():
            _check_member(cls, owner, name, member, hooks.get(name))


def in_core(cls: type) -> bool:
    """Return whether a class is no extension's: the core's, or Python's own."""
    top, _, inner = cls.__module__.partition(".")
    own = top == "openstack" and not inner.startswith("extensions.")
    return own or top in {"builtins", "typing"}


def _check_member(
    cls: type, owner: type, name: str, member: Any, hook: Hook | None
) -> None:
    mro = cls.__mro__
    behind = mro[mro.index(owner) + 1 :]
    base = next((c for c in behind[:-1] if name in c.__dict__), None)
    if base is None:
        if mark(member, "__override__"):
            known = {n for c in mro[1:] for n in c.__dict__ if not n.startswith("__")}
            raise UnknownHook(
                f"{owner.__qualname__}.{name} is marked @override, and overrides"
                f" nothing.{did_you_mean(name, known - owner.__dict__.keys())}"
            )
        return
    where = f"{owner.__qualname__}.{name} overrides {base.__qualname__}.{name}"
    original = base.__dict__[name]
    _check_override(where, name, member, original)
    function = plain(member)
    if hook is not None and function is not None:
        _check_hook(where, hook, function)


def _check_override(where: str, name: str, member: Any, original: Any) -> None:
    if mark(original, "__final__") and plain(original) is not None:
        raise FinalOverride(f"{where}, which is final.{_instead_of(name)}")
    if name.startswith("__"):
        return
    if isinstance(original, type):
        if not (isinstance(member, type) and issubclass(member, original)):
            raise IncompatibleOverride(
                f"{where}, and is no subclass of {original.__qualname__}."
            )
    elif plain(original) is not None and (reason := why_incompatible(original, member)):
        raise IncompatibleOverride(f"{where}, but it {reason}.")


def _instead_of(name: str) -> str:
    if name == "__init__":
        return " Override configure(), which is called at its end."
    return ""


def _check_hook(where: str, hook: Hook, function: FunctionType) -> None:
    code = function.__code__
    calls_super = "__class__" in code.co_freevars or "super" in code.co_names
    if hook.kind == "chain" and calls_super:
        raise HookError(
            f"{where}, a chain hook, and calls super(): every class's own version is"
            " called anyway, so this would call the base's twice. Leave it out."
        )
    if hook.instead:
        # Said of the override itself: it is what has to change.
        warnings.warn_explicit(
            f"{where}, which is deprecated: {hook.instead}",
            DeprecationWarning,
            filename=code.co_filename,
            lineno=code.co_firstlineno,
            module=function.__module__,
        )


def _check_ambiguity(cls: type, hooks: Mapping[str, Hook], root: type) -> None:
    """Refuse two unrelated bases that both have a member which ``cls`` has not."""
    for name, bases in _inherited(cls):
        hook = hooks.get(name)
        merged = hook is not None and hook.kind != "replace"
        if merged or name.startswith("__") or name in cls.__dict__:
            continue
        first, *others = bases
        for other in others:
            # A mixin without a base may change what the core, or the last one, has.
            changed = in_core(other) or other is others[-1]
            mixed_in = not issubclass(first, root) and issubclass(other, root)
            if not (changed and mixed_in) and _differ(first, other, name):
                raise AmbiguousHook(
                    f"{cls.__qualname__} inherits {name} from {first.__qualname__} and"
                    f" from {other.__qualname__}, and neither knows of the other."
                    f" Define {name} in {cls.__qualname__} and say which it is; if both"
                    " call super(), a call of super() there runs one after the other."
                )


def _inherited(cls: type) -> Iterator[tuple[str, list[type]]]:
    """Yield the inherited names, each with the bases that define it, in order."""
    bases: dict[str, list[type]] = {}
    for base in cls.__mro__[1:-1]:
        for name in base.__dict__:
            bases.setdefault(name, []).append(base)
    yield from bases.items()


def _differ(first: type, other: type, name: str) -> bool:
    one, another = first.__dict__[name], other.__dict__[name]
    if issubclass(first, other) or one is another:
        return False
    if plain(one) is None:
        # Data: what is private to two classes is the same by chance.
        return not name.startswith("_") and bool(one != another)
    return True
