"""The trees that are drawn of the errors are those of the classes."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from openstack import errors
from openstack.extending import errors as extending_errors

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

#: What stands before an error, by its depth.
BULLETS = "*-+·"
LINE = re.compile(r"^ *([*+·-]) (\w+)(?: {2,}(\S.*))?$", re.MULTILINE)


def drawn(docstring: str) -> dict[str, str]:
    """Return the errors of a drawn tree, each with what it is drawn below."""
    found: dict[str, str] = {}
    above: list[str] = []
    for bullet, name, _ in LINE.findall(docstring):
        depth = BULLETS.index(bullet)
        found[name] = above[depth - 1] if depth else ""
        above[depth:] = [name]
    return found


def differences(docstring: str, classes: dict[str, set[str]]) -> Iterator[str]:
    """Object to what is drawn in another way than the classes are.

    :param classes: the names of the bases of each.
    """
    tree = drawn(docstring)
    yield from (f"{name} is not drawn" for name in classes if name not in tree)
    for name, parent in tree.items():
        if name not in classes:
            yield f"{name} is drawn, and not there"
        elif parent and parent not in classes[name]:
            yield f"{name} is drawn below {parent}"


def bases(module: ModuleType) -> dict[str, set[str]]:
    """Return the errors of a module, each with the names of its bases."""
    return {
        name: {base.__name__ for base in member.__bases__}
        for name, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Exception) and member.__module__ == module.__name__
    }


#: Drawn in one tree, and defined where the other is.
ELSEWHERE = {"ExtensionError": {"OpenStackError"}}


def test_errors__are_drawn_as_they_are() -> None:
    known = {**bases(errors), **ELSEWHERE}

    assert list(differences(errors.__doc__ or "", known)) == []


def test_errors_of_extensions__are_drawn_as_they_are() -> None:
    known = bases(extending_errors)

    assert list(differences(extending_errors.__doc__ or "", known)) == []
    assert ELSEWHERE["ExtensionError"] <= known["ExtensionError"]


@pytest.mark.parametrize("module", [errors, extending_errors])
def test_errors__each_is_explained_where_it_is_drawn(module: ModuleType) -> None:
    unexplained = [n for _, n, text in LINE.findall(module.__doc__ or "") if not text]

    assert unexplained in ([], ["OpenStackError"])


TREE = """
    * Base
      - Lost        it is gone
        + VeryLost  for good
      - Gone        it is lost
"""


def test_differences__notices() -> None:
    right = {"Base": set[str](), "Lost": {"Base"}, "VeryLost": {"Lost"}}
    wrong = {**right, "VeryLost": {"Base"}, "Broken": {"Base"}}

    assert list(differences(TREE, {**right, "Gone": {"Base"}})) == []
    assert list(differences(TREE, wrong)) == [
        "Broken is not drawn",
        "VeryLost is drawn below Lost",
        "Gone is drawn, and not there",
    ]
