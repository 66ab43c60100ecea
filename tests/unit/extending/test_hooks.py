from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import attrs
import pytest

from openstack.extending.errors import HookError
from openstack.extending.hooks import (
    REMOVE,
    Extensible,
    Hook,
    chain,
    collect,
    hooks_of,
    replace,
)

Steps = tuple[str, ...]


class Base(Extensible):
    """A class of the core, with a hook of every kind."""

    headers: ClassVar[Mapping[str, str]] = collect({"accept": "json"}, since="1.0")

    @chain("1.0")
    def on_request(self, steps: Steps) -> Steps | None:
        """Add a step."""
        raise AssertionError(steps)

    @chain("1.0", base_last=True)
    def on_response(self, steps: Steps) -> Steps | None:
        """Add a step, after the subclasses."""

    @replace("1.1")
    def endpoint(self) -> str:
        """Return where it is."""
        return "core"

    @replace("1.2")
    @classmethod
    def made(cls) -> str:
        """Return what it is."""
        return cls.__name__

    def request(self, *steps: str) -> Steps:
        """Run the one chain."""
        return self._run("on_request", steps)

    def respond(self, *steps: str) -> Steps:
        """Run the other chain."""
        return self._run("on_response", steps)


class Vendor(Base):
    headers: ClassVar[Mapping[str, str]] = {"x-vendor": "1"}

    def on_request(self, steps: Steps) -> Steps | None:
        return (*steps, "vendor")

    def on_response(self, steps: Steps) -> Steps | None:
        return (*steps, "vendor")


class Mixin:
    """Is shared by several vendors, and stands on no base."""

    headers: ClassVar[Mapping[str, str]] = {"x-mixin": "1"}

    def on_request(self, steps: Steps) -> Steps | None:
        return (*steps, "mixin")


class Mixed(Mixin, Vendor):
    def on_request(self, steps: Steps) -> Steps | None:
        return (*steps, "mixed")

    def on_response(self, steps: Steps) -> Steps | None:
        return (*steps, "mixed")


def test_hooks_of__of_every_class_of_the_mro() -> None:
    expected = {
        "headers": Hook("collect", "1.0"),
        "on_request": Hook("chain", "1.0"),
        "on_response": Hook("chain", "1.0", base_last=True),
        "endpoint": Hook("replace", "1.1"),
        "made": Hook("replace", "1.2"),
    }

    assert expected == hooks_of(Base)
    assert expected == hooks_of(Mixed)


def test_chain__of_a_class_that_overrides_nothing_changes_nothing() -> None:
    """What the marked method does itself is never called."""
    assert Base().request("a") == ("a",)


def test_chain__runs_every_class_from_the_base_on_without_super() -> None:
    assert Mixed().request() == ("vendor", "mixin", "mixed")


def test_chain__with_base_last_runs_the_other_way() -> None:
    assert Mixed().respond() == ("mixed", "vendor")


def test_chain__none_leaves_the_context_as_it_is() -> None:
    class Silent(Vendor):
        def on_request(self, steps: Steps) -> Steps | None:
            """Change nothing."""

    assert Silent().request("a") == ("a", "vendor")


def test_chain__of_a_subclass_is_not_seen_by_its_base() -> None:
    assert Vendor().request() == ("vendor",)


def test_chain__may_return_a_subclass_of_the_context() -> None:
    class More(tuple[str, ...]):
        __slots__ = ()

    class Subclassing(Base):
        def on_request(self, steps: Steps) -> Steps | None:
            return More(("more", *steps))

    assert Subclassing().request("a") == More(("more", "a"))


def test_chain__that_returns_something_else_is_named() -> None:
    class Wrong(Base):
        def on_request(self, steps: Steps) -> Steps | None:
            return list(steps)  # type: ignore[return-value]  # what it is about

    with pytest.raises(HookError) as caught:
        Wrong().request()

    assert str(caught.value).endswith(
        "Wrong.on_request returned 'list': on_request returns a tuple, or None to leave"
        " it as it is."
    )


def test_collect__declared_is_what_the_class_has() -> None:
    assert Base.headers == {"accept": "json"}


def test_collect__is_merged_along_the_mro() -> None:
    assert Vendor.headers == {"accept": "json", "x-vendor": "1"}
    assert Mixed.headers == {"accept": "json", "x-vendor": "1", "x-mixin": "1"}
    assert Mixed().headers == Mixed.headers


def test_collect__nearer_classes_win() -> None:
    class Nearer(Vendor):
        headers: ClassVar[Mapping[str, str]] = {"accept": "xml"}

    assert Nearer.headers == {"accept": "xml", "x-vendor": "1"}
    assert Vendor.headers == {"accept": "json", "x-vendor": "1"}


def test_collect__removed_members_are_gone_for_subclasses_too() -> None:
    class Without(Vendor):
        headers: ClassVar[Mapping[str, str]] = {"accept": REMOVE}

    class Further(Without):
        pass

    assert Without.headers == {"x-vendor": "1"}
    assert Further.headers == {"x-vendor": "1"}


def test_collect__removed_members_can_come_back() -> None:
    class Without(Vendor):
        headers: ClassVar[Mapping[str, str]] = {"accept": REMOVE}

    class Again(Without):
        headers: ClassVar[Mapping[str, str]] = {"accept": "text"}

    assert Again.headers == {"x-vendor": "1", "accept": "text"}


def test_collect__cannot_be_changed_in_place() -> None:
    """A change of the merged mapping would be seen by nobody, or by everybody."""
    with pytest.raises(TypeError):
        Vendor.headers["x-other"] = "1"  # type: ignore[index]  # what it is about


@pytest.mark.parametrize("bases", [(Base,), (Mixin, Base)])
def test_collect__other_data_than_a_mapping_is_refused(bases: tuple[type, ...]) -> None:
    with pytest.raises(HookError) as caught:
        type("Wrong", bases, {"headers": ["x-vendor"]})

    assert str(caught.value) == (
        "Wrong.headers is 'list', and must be a mapping: it is merged with what the"
        " base classes have."
    )


def test_collect__other_data_than_a_mapping_of_a_mixin_is_refused() -> None:
    odd = type("Odd", (), {"headers": "x-vendor"})

    with pytest.raises(HookError, match=r"^Odd\.headers is 'str', and must be"):
        type("Wrong", (odd, Base), {})


def test_hook__marked_again_is_refused() -> None:
    """The mark would say that the override is documentation, and is not called."""

    class Again:
        @chain("1.0")
        def on_request(self, steps: Steps) -> Steps | None: ...

    with pytest.raises(HookError) as caught:
        type("Twice", (Base,), {"on_request": Again.on_request})

    assert str(caught.value) == (
        "Twice.on_request is marked as a hook, and is one already: override it without"
        " the mark."
    )


def test_hook__of_a_vendor_is_one_for_its_subclasses() -> None:
    class Own(Base):
        @chain("1.0")
        def on_upload(self, steps: Steps) -> Steps | None:
            """Add a step."""

        def upload(self) -> Steps:
            return self._run("on_upload", ())

    class Further(Own):
        def on_upload(self, steps: Steps) -> Steps | None:
            return (*steps, "further")

    assert Further().upload() == ("further",)
    assert "on_upload" not in hooks_of(Base)


def test_extensible__a_class_that_attrs_makes_twice_is_checked_once() -> None:
    """A class with slots is a copy, whose *collect* hooks are merged already."""

    @attrs.frozen
    class Slotted(Base):
        headers: ClassVar[Mapping[str, str]] = {"x-slotted": "1"}
        size: int = 0

        def on_request(self, steps: Steps) -> Steps | None:
            return (*steps, str(self.size))

    class Further(Slotted):
        headers: ClassVar[Mapping[str, str]] = {"accept": REMOVE}

    assert Slotted.headers == {"accept": "json", "x-slotted": "1"}
    assert Further.headers == {"x-slotted": "1"}
    assert Further(size=3).request() == ("3",)


def test_extensible__calls_the_init_subclass_of_a_mixin() -> None:
    made: list[str] = []

    class Noting:
        def __init_subclass__(cls, **options: Any) -> None:
            super().__init_subclass__(**options)
            made.append(cls.__name__)

    class Joined(Base, Noting):
        pass

    assert made == [Joined.__name__]


def test_remove__says_what_it_is() -> None:
    assert repr(REMOVE) == "REMOVE"
