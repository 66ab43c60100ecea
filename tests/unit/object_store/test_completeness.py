"""What is forgotten fails here."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

from openstack.object_store import ObjectStorage
from openstack.service import Service

HERE = Path(__file__).parent


def operations() -> list[str]:
    """Return the names of the public operations."""
    return [
        name
        for name, _ in inspect.getmembers(ObjectStorage, inspect.isfunction)
        if not name.startswith("_") and not hasattr(Service, name)
    ]


def test_each_operation_has_a_test() -> None:
    texts = [path.read_text() for path in HERE.glob("test_*.py")]
    tests = set(
        re.findall(r"^def test_(\w+?)(?:__\w+)?\(", "\n".join(texts), re.MULTILINE)
    )

    assert [] == [name for name in operations() if name not in tests]


def test_each_operation_names_its_api_call() -> None:
    docs = {name: inspect.getdoc(getattr(ObjectStorage, name)) for name in operations()}
    linked = re.compile(r"\nAPI: `[^`]+\n<https://docs\.openstack\.org/[^`]+>`_$")

    assert [] == [name for name, doc in docs.items() if not linked.search(doc or "")]


def test_each_operation_names_all_but_its_operands() -> None:
    """Three are at most positional: a container, a name, and what to do with them."""
    for name in operations():
        parameters = inspect.signature(getattr(ObjectStorage, name)).parameters.values()
        positional = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]

        assert [] == [p.name for p in parameters if p.kind is p.VAR_KEYWORD], name
        assert [] == [p.name for p in positional if isinstance(p.default, bool)], name
        assert len(positional) <= len(("self", "container", "name", "segments")), name


def test_each_resource_can_be_replaced() -> None:
    """A vendor puts its class in the place of each, on the service."""
    found = {n for n in dir(ObjectStorage) if n.endswith("_class")}

    assert {"account_class", "container_class", "info_class", "object_class"} == found
