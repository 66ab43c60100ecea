"""What stands above a field, or any other public attribute of a class."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import openstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PACKAGE = Path(openstack.__path__[0])
MODULES = sorted(PACKAGE.rglob("*.py"))

#: What these mean, their name says.
EVIDENT = {"name", "description"}
#: The members of these are explained where they are used.
OTHER_BASES = {"Enum", "TypedDict", "Protocol"}


class Class:
    """A class of the package, as its source has it."""

    def __init__(self, node: ast.ClassDef, lines: list[str]) -> None:
        self.name = node.name
        bases = (ast.unparse(base).partition("[")[0] for base in node.bases)
        self.bases = {base.rpartition(".")[2] for base in bases}
        self.documented: set[str] = set()
        self.bare: set[str] = set()
        for name, line in attributes(node):
            explained = lines[line - 2].strip().startswith("#:")
            (self.documented if explained else self.bare).add(name)


def attributes(node: ast.ClassDef) -> Iterator[tuple[str, int]]:
    """Yield the public attributes of a class body, each with its line.

    Other classes among them, and services, have a docstring of their own.
    """
    for member in node.body:
        targets = member.targets if isinstance(member, ast.Assign) else []
        if isinstance(member, ast.AnnAssign):
            targets = [member.target]
        if re.search(r"\bservice\[|: TypeAlias", ast.unparse(member)):
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id[0] != "_":
                yield target.id, member.lineno


def classes(sources: Iterable[str]) -> list[Class]:
    """Return the classes of modules."""
    return [
        Class(node, source.splitlines())
        for source in sources
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    ]


def unexplained(known: list[Class]) -> Iterator[str]:
    """Object to attributes that neither their class nor a base of it explains."""
    for one in known:
        bases = ancestors(one, known)
        if one.name[0] == "_" or OTHER_BASES & bases:
            continue
        inherited = {n for k in known if k.name in bases for n in k.documented}
        for name in sorted(one.bare - inherited - EVIDENT):
            yield f"{one.name}.{name}"


def ancestors(one: Class, known: list[Class]) -> set[str]:
    """Return the names of all bases of a class, those of namesakes among them."""
    found: set[str] = set()
    left = set(one.bases)
    while left:
        found |= left
        left = {b for k in known if k.name in left for b in k.bases} - found
    return found


CLASSES = classes(path.read_text(encoding="utf-8") for path in MODULES)


def test_attributes__say_what_they_mean() -> None:
    assert list(unexplained(CLASSES)) == []


@pytest.mark.parametrize("name", ["Server", "Client", "Request", "RetryPolicy"])
def test_attributes__are_found(name: str) -> None:
    assert any(one.documented for one in CLASSES if one.name == name)


BAD = """
class Base:
    #: How it is called.
    label = ""
    shape: str = "square"

class Box(Base):
    label = "box"
    name: str = ""
    #: How much it holds,
    #: in litres.
    volume: int = 0
    weight: int = 0
    compute: service[Compute] = service("a:B")
    _private = 0

class Shelf(Box):
    label = "shelf"
    width = 1
    Box: TypeAlias = Box

class Options(TypedDict):
    size: int

class _Hidden:
    size: int
"""


def test_unexplained__notices() -> None:
    assert list(unexplained(classes([BAD]))) == [
        "Base.shape",
        "Box.weight",
        "Shelf.width",
    ]
