from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

import openstack
from openstack import extending

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_all__is_sorted_and_complete() -> None:
    """Every public name that is there is named, and loads."""
    names = set(openstack.__all__)
    public = {name for name in dir(openstack) if not name.startswith("_")}
    modules = {n for n, m in inspect.getmembers(openstack) if inspect.ismodule(m)}

    assert sorted(openstack.__all__, key=sort_key) == openstack.__all__
    assert names <= public
    assert public - names <= modules | {"TYPE_CHECKING", "Any", "annotations"}
    assert all(getattr(openstack, name) is not None for name in names)


def sort_key(name: str) -> tuple[int, str]:
    """Return what constants, classes and the rest are sorted by."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'connect'"):
        _ = openstack.conect  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]  # what is tested


def test_unknown_class() -> None:
    with pytest.raises(AttributeError, match="Did you mean 'Connection'"):
        _ = openstack.Conection  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]  # what is tested


def test_extension__says_where_to_look() -> None:
    """Vendors live in ``openstack.extensions``, and only there."""
    profiles: Mapping[str, Mapping[str, str]] = {}
    with (
        extending.register("Acme", connection=openstack.Connection, profiles=profiles),
        pytest.raises(ImportError) as caught,
    ):
        from openstack import Acme  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]  # noqa: F401 - what is tested

    assert str(caught.value) == (
        "Acme is an extension: from openstack.extensions import Acme"
    )
