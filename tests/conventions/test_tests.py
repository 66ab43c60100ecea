"""Every operation has a test that is named after it."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import openstack
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

UNIT_TESTS = Path(__file__).parents[1] / "unit"
TESTS = sorted(UNIT_TESTS.rglob("test_*.py"))

SERVICES = [d.service_class for d in openstack.Connection.services.values()]


def operations(service_class: type[Service]) -> list[str]:
    """Return the names of the public operations of a service."""
    return [
        name
        for name, _ in inspect.getmembers(service_class, inspect.isfunction)
        if name[0] != "_" and not hasattr(Service, name)
    ]


def functions_in(sources: Iterable[str]) -> Iterator[ast.FunctionDef]:
    """Yield the tests of modules."""
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node


def untested(names: Iterable[str], tests: Iterable[str]) -> Iterator[str]:
    """Object to operations that no test is named after."""
    tested = {test.removeprefix("test_").partition("__")[0] for test in tests}
    yield from (name for name in names if name not in tested)


def sources_of(paths: Iterable[Path]) -> Iterator[str]:
    """Yield the sources of modules."""
    return (path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("service_class", SERVICES, ids=lambda one: one.__name__)
def test_operations__each_has_a_test(service_class: type[Service]) -> None:
    names = [test.name for test in functions_in(sources_of(TESTS))]

    assert operations(service_class) != []
    assert list(untested(operations(service_class), names)) == []


def test_untested__notices() -> None:
    tests = ["test_get_box", "test_find_box__missing", "test_boxes_in_pages"]

    assert list(untested(["get_box", "find_box", "boxes"], tests)) == ["boxes"]
