from __future__ import annotations

import textwrap
import warnings
from typing import Any, final

import pytest
from typing_extensions import override

from openstack.extending.errors import (
    AmbiguousHook,
    FinalOverride,
    HookError,
    IncompatibleOverride,
    UnknownHook,
)
from openstack.extending.hooks import Extensible, chain, replace


class Thing:
    """A resource."""


class Base(Extensible):
    """A class of the core."""

    thing_class = Thing
    is_quick = True

    @final
    def __init__(self) -> None:
        pass

    @chain("1.0")
    def on_request(self, request: str) -> str | None:
        """Change a request."""

    @replace("1.0")
    def endpoint(self) -> str:
        """Return where it is."""
        return "core"

    def create(self, name: str, *, size: int = 1) -> str:
        """Create something."""
        return f"{name} {size}"

    @final
    def send(self) -> str:
        """Send something."""
        return "sent"

    @property
    def address(self) -> str:
        """Where it is."""
        return "here"

    @classmethod
    def made(cls) -> str:
        """Make something."""
        return cls.__name__

    def request(self, text: str) -> str:
        """Run the chain."""
        return self._run("on_request", text)


def made(body: str, *bases: type) -> Any:
    """Make a class ``Vendor`` of the text of its body.

    What is wrong on purpose is text, so that no type checker has to look away.
    """
    names = dict(zip("ABCD", bases or (Base,), strict=False))
    source = f"class Vendor({', '.join(names)}):\n{textwrap.indent(body, '    ')}"
    namespace: dict[str, Any] = {**globals(), **names}
    exec(compile(source, "vendor.py", "exec"), namespace)  # noqa: S102 - text from here
    return namespace["Vendor"]


def test_override__that_accepts_every_call_is_accepted() -> None:
    class Vendor(Base):
        @override
        def create(self, name: str, *, size: int = 1, pool: str = "shared") -> str:
            return f"{super().create(name, size=size)} {pool}"

    assert Vendor().create("a") == "a 1 shared"


def test_override__that_refuses_a_call_is_refused() -> None:
    with pytest.raises(IncompatibleOverride) as caught:
        made("def create(self, name): ...")

    assert str(caught.value) == (
        "Vendor.create overrides Base.create, but it does not take 'size='."
    )


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("create = 3", "is 'int' and no method, and must be a method"),
        ("create = None", "is 'NoneType' and no method, and must be a method"),
        ("address = 'x'", "is 'str' and no method, and must be a property"),
        ("def address(self): ...", "is a method, and must be a property"),
        ("def made(self): ...", "is a method, and must be a class method"),
        ("async def endpoint(self): ...", "is an async method, and must be a method"),
    ],
)
def test_override__of_another_kind_is_refused(body: str, reason: str) -> None:
    with pytest.raises(IncompatibleOverride, match=reason):
        made(body)


def test_override__of_data_may_be_anything() -> None:
    assert made("is_quick = 'no'").is_quick == "no"


def test_override__of_a_class_by_its_subclass_is_accepted() -> None:
    class Better(Thing):
        pass

    class Vendor(Base):
        thing_class = Better

    assert Vendor.thing_class is Better


@pytest.mark.parametrize("member", ["str", "'Thing'", "None"])
def test_override__of_a_class_by_something_else_is_refused(member: str) -> None:
    with pytest.raises(IncompatibleOverride) as caught:
        made(f"thing_class = {member}")

    assert str(caught.value) == (
        "Vendor.thing_class overrides Base.thing_class, and is no subclass of Thing."
    )


def test_override__of_a_magic_method_may_take_anything() -> None:
    """The language calls them, and each in its own way."""
    made("def __init_subclass__(cls, shape): ...")


def test_final__override_is_refused() -> None:
    with pytest.raises(FinalOverride) as caught:
        made("def send(self): ...")

    assert str(caught.value) == "Vendor.send overrides Base.send, which is final."


def test_final__init_says_what_to_override() -> None:
    with pytest.raises(FinalOverride, match=r"Override configure\(\), which is called"):
        made("def __init__(self): ...")


def test_override_mark__on_what_overrides_nothing_is_refused() -> None:
    with pytest.raises(UnknownHook) as caught:
        made("@override\ndef creat(self, name, *, size=1): ...")

    assert str(caught.value) == (
        "Vendor.creat is marked @override, and overrides nothing. Did you mean"
        " 'create'?"
    )


@pytest.mark.parametrize(
    "marks",
    [
        "@override\n@classmethod",
        "@classmethod\n@override",
        "@override\n@staticmethod",
        "@property\n@override",
    ],
)
def test_override_mark__is_seen_on_every_kind_of_method(marks: str) -> None:
    with pytest.raises(UnknownHook, match="Did you mean 'made'"):
        made(f"{marks}\ndef mad(cls): ...")


def test_override_mark__on_what_is_like_nothing_has_no_suggestion() -> None:
    with pytest.raises(UnknownHook, match=r"and overrides nothing\.$"):
        made("@override\ndef zzzz(self): ...")


@pytest.mark.parametrize(
    "call",
    [
        "super().on_request(request)",
        "super(A, self).on_request(request)",
        "[super(A, self).on_request(r) for r in [request]][0]",
        "(lambda: super().on_request(request))()",
    ],
)
def test_chain_hook__that_calls_super_is_refused(call: str) -> None:
    with pytest.raises(HookError) as caught:
        made(f"def on_request(self, request):\n    return {call}")

    assert str(caught.value) == (
        "Vendor.on_request overrides Base.on_request, a chain hook, and calls super():"
        " every class's own version is called anyway, so this would call the base's"
        " twice. Leave it out."
    )


def test_replace_hook__may_call_super() -> None:
    class Vendor(Base):
        def endpoint(self) -> str:
            return f"{super().endpoint()}, changed"

    assert Vendor().endpoint() == "core, changed"


class Old(Extensible):
    """A class of the core, with a hook that will go."""

    @replace("1.0", instead="Override endpoint() in its place.")
    def url(self) -> str:
        return ""


def test_deprecated_hook__warns_at_the_override() -> None:
    """Whoever has to change it finds its line in the warning."""
    with pytest.warns(DeprecationWarning, match="deprecated") as caught:
        made("\n\ndef url(self): ...", Old)

    assert len(caught) == 1
    assert str(caught[0].message) == (
        "Vendor.url overrides Old.url, which is deprecated: Override endpoint() in its"
        " place."
    )
    assert (caught[0].filename, caught[0].lineno) == ("vendor.py", 4)


def test_deprecated_hook__that_is_not_overridden_warns_nobody() -> None:
    with warnings.catch_warnings(record=True) as caught:
        made("pass", Old)

    assert not caught


def test_mixin__without_a_base_is_checked_with_the_class_it_joins() -> None:
    class Mixin:
        def create(self, title: str) -> str:
            return title

    with pytest.raises(IncompatibleOverride) as caught:
        made("pass", Mixin, Base)

    assert str(caught.value) == (
        f"{Mixin.__qualname__}.create overrides Base.create, but it calls 'name'"
        " 'title', so it cannot be given by its name."
    )


def test_mixin__with_a_misspelt_override_is_refused_where_it_joins() -> None:
    mixin = made("@override\ndef creat(self): ...", object)

    with pytest.raises(UnknownHook, match=r"Vendor\.creat is marked @override"):
        made("pass", mixin, Base)


def test_mixin__of_another_mixin_overrides_it() -> None:
    class Mixin:
        def purge(self) -> str:
            return "all"

    class Further(Mixin):
        @override
        def purge(self) -> str:
            return "some"

    class Vendor(Further, Base):
        pass

    assert Vendor().purge() == "some"


def test_mixin__that_changes_what_it_joins_is_not_ambiguous() -> None:
    class Mixin:
        def endpoint(self) -> str:
            return "mixin"

    class Vendor(Mixin, Base):
        pass

    assert Vendor().endpoint() == "mixin"


def test_mixin__that_changes_what_the_core_changed_is_not_ambiguous() -> None:
    mixin = made("def endpoint(self): return 'mixin'", object)
    service = made("__module__ = 'openstack.compute'\ndef endpoint(self): ...", Base)

    assert made("pass", mixin, service)().endpoint() == "mixin"


def test_mixin__that_changes_what_a_vendor_changed_is_ambiguous() -> None:
    mixin = made("def endpoint(self): return 'mixin'", object)
    vendor = made("def endpoint(self): return 'vendor'", Base)

    with pytest.raises(AmbiguousHook, match="inherits endpoint from Vendor and from"):
        made("pass", mixin, vendor)


class One(Base):
    is_quick = False

    def endpoint(self) -> str:
        return "one"

    def on_request(self, request: str) -> str | None:
        return f"{request} one"


class Two(Base):
    is_quick = False

    def endpoint(self) -> str:
        return "two"

    def on_request(self, request: str) -> str | None:
        return f"{request} two"


class Both(One, Two):
    def endpoint(self) -> str:
        return Two.endpoint(self)


def test_ambiguity__two_bases_that_replace_one_hook_are_refused() -> None:
    with pytest.raises(AmbiguousHook) as caught:
        made("pass", One, Two)

    assert str(caught.value) == (
        "Vendor inherits endpoint from One and from Two, and neither knows of the"
        " other. Define endpoint in Vendor and say which it is; if both call super(), a"
        " call of super() there runs one after the other."
    )


def test_ambiguity__is_resolved_by_a_definition() -> None:
    class Further(Both):
        pass

    class Wider(Further, One):
        pass

    assert Both().endpoint() == "two"
    assert Wider().endpoint() == "two"


def test_ambiguity__chain_hooks_come_together() -> None:
    assert Both().request("first") == "first two one"


def test_ambiguity__data_that_is_the_same_is_not_ambiguous() -> None:
    assert Both.is_quick is False


@pytest.mark.parametrize("base", [object, Extensible])
def test_ambiguity__two_mixins_that_declare_one_method_are_refused(base: type) -> None:
    """A helper of the one would be called by the other."""
    one = made("def _checksum(self): ...", base)
    two = made("def _checksum(self): ...", base)

    with pytest.raises(AmbiguousHook, match="inherits _checksum from Vendor and from"):
        made("pass", one, two, Base)


def test_ambiguity__two_classes_for_one_resource_are_refused() -> None:
    one, two = (made("class thing_class(Thing): ...") for _ in range(2))

    with pytest.raises(AmbiguousHook, match="inherits thing_class from Vendor and"):
        made("pass", one, two)


def test_ambiguity__data_that_differs_is_refused() -> None:
    one, two = made("is_quick = 1"), made("is_quick = 2")

    with pytest.raises(AmbiguousHook, match="inherits is_quick from Vendor and"):
        made("pass", one, two)


def test_ambiguity__private_data_of_two_classes_is_not_ambiguous() -> None:
    one, two = made("_cache = 1"), made("_cache = 2")

    assert vars(made("found = A._cache", one, two))["found"] == 1
