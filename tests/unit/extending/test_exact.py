from __future__ import annotations

from typing import Any

from openstack.extending import signature_of


def inherited(name: str) -> object:
    """Return something."""
    return name


def test_signature_of__changes_nothing() -> None:
    """Outside `if TYPE_CHECKING`, too, it is what is inherited that is called."""

    def declared(_: Any) -> str:
        raise AssertionError

    assert signature_of(inherited)(declared) is inherited
