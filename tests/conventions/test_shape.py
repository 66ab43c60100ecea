"""Small modules, small functions, and arguments that say what they are."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

import openstack

if TYPE_CHECKING:
    from collections.abc import Iterator

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

PACKAGE = Path(openstack.__path__[0])
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_MODULE = 300
LONGEST_FUNCTION = 30

#: Where any keyword is taken, and nothing types them.
OPEN = {
    # The options of the HTTP library are passed on, or mean nothing.
    "transport.py Transport.send",
    "sending.py LimitedAdapter.request",
    "testing/fake_cloud.py FakeCloud.send",
    # Any key of a profile is taken.
    "testing/fake_cloud.py FakeCloud.connect",
    # A vendor passes on what the core takes, now and later.
    "extensions/cloudvendor/object_store.py CloudVendorObjectStorage.create_container",
    # The members of a resource, by name.
    "object_store/headers.py Described.from_headers",
    # The server calls it so.
    "localcloud/servers/swift_cache.py filter_factory",
}


def name_of(path: Path) -> str:
    """Return what a module is called here."""
    return str(path.relative_to(PACKAGE))


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, Function]]:
    """Yield the functions of a module, each with its qualified name."""
    for node in ast.iter_child_nodes(tree):
        name = within
        if isinstance(node, Function | ast.ClassDef):
            name = f"{within}.{node.name}".lstrip(".")
        if isinstance(node, Function):
            yield name, node
        yield from functions(node, name)


def length(function: Function) -> int:
    """Return how many lines the body of a function has, without its docstring."""
    documented = ast.get_docstring(function) is not None
    body = function.body[1:] if documented else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def too_long(source: str) -> Iterator[str]:
    """Object to a long module, and to long functions."""
    lines = len(source.splitlines())
    if lines > LONGEST_MODULE:
        yield f"the module has {lines} lines"
    for name, function in functions(ast.parse(source)):
        if length(function) > LONGEST_FUNCTION:
            yield f"{name} has {length(function)} lines"


def takes_anything(source: str, module: str) -> Iterator[str]:
    """Object to ``**keywords`` that no type says anything of."""
    for name, function in functions(ast.parse(source)):
        keywords = function.args.kwarg
        if keywords is None or f"{module} {name}" in OPEN:
            continue
        annotation = ast.unparse(keywords.annotation) if keywords.annotation else ""
        if not annotation.startswith("Unpack[") and name.rpartition(".")[2][0] != "_":
            yield f"{name} takes **{keywords.arg}: {annotation}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module__is_small(path: Path) -> None:
    assert list(too_long(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_module__takes_no_unknown_keywords(path: Path) -> None:
    source = path.read_text(encoding="utf-8")

    assert list(takes_anything(source, name_of(path))) == []


def test_exceptions__are_still_needed() -> None:
    found = {
        f"{name_of(path)} {name}"
        for path in MODULES
        for name, function in functions(ast.parse(path.read_text(encoding="utf-8")))
        if function.args.kwarg is not None
    }

    assert OPEN <= found


def test_too_long__notices() -> None:
    docstring = '    """A sentence.\n\n' + "    More.\n" * 40 + '    """\n'
    long = "class A:\n  def b(self):\n" + "    c = 1\n" * 31
    short = "def d(\n    a,\n    b,\n):\n" + docstring + "    c = 1\n" * 30
    undone = "def e():\n" + docstring

    assert list(too_long(long + short + undone)) == ["A.b has 31 lines"]
    assert list(too_long("a = 1\n" * 301)) == ["the module has 301 lines"]


def test_takes_anything__notices() -> None:
    source = "class A:\n  def b(self, **options: Any): ...\n"
    typed = "def c(**options: Unpack[Options]): ...\ndef _d(**private: Any): ...\n"

    assert list(takes_anything(source + typed, "a.py")) == ["A.b takes **options: Any"]
    assert list(takes_anything("def a(**b): ...", "a.py")) == ["a takes **b: "]
