"""What a public function says of itself."""

from __future__ import annotations

import ast
import builtins
import re
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest

import openstack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

PACKAGE = Path(openstack.__path__[0])
MODULES = sorted(PACKAGE.rglob("*.py"))
#: The folders of the services, whose public methods are operations.
SERVICES = {"compute", "identity", "object_store"}
OPERATIONS = [path for path in MODULES if path.parent.name in SERVICES]

#: The verbs of a service, which send.
VERB = re.compile(
    r"self\._(create|get|list|find|update|delete|action|request|exchange)\("
)
API = re.compile(r"\n *API: `[A-Z]+ /[^`]*\n? *<https://docs\.openstack\.org/[a-z]")
SUMMARY = re.compile(r"[A-Z`][^\n]*[.:]")
PARAM = re.compile(r":param (\w+):")
RAISES = re.compile(r":raises (\w+):")


def errors_of(sources: Iterable[str]) -> set[str]:
    """Return the names of the errors that modules define, and of Python's own."""
    found = {name for name in dir(builtins) if name.endswith(("Error", "Exception"))}
    nodes = [node for source in sources for node in ast.walk(ast.parse(source))]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    # Each round finds those that build upon the last.
    for _ in range(5):
        for node in classes:
            if {ast.unparse(base).rpartition(".")[2] for base in node.bases} & found:
                found.add(node.name)
    return found


KNOWN_ERRORS = errors_of(path.read_text(encoding="utf-8") for path in MODULES)


def name_of(path: Path) -> str:
    """Return what a module is called here."""
    return str(path.relative_to(PACKAGE))


def public_functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield the public functions, and the public methods of public classes."""
    for node in tree.body:
        if isinstance(node, Function) and node.name[0] != "_":
            yield node.name, node
        if isinstance(node, ast.ClassDef) and node.name[0] != "_":
            for member in node.body:
                if isinstance(member, Function) and member.name[0] != "_":
                    yield f"{node.name}.{member.name}", member


def objections(source: str) -> Iterator[str]:
    """Object to docstrings that say too little, or what is not so."""
    for name, function in public_functions(ast.parse(source)):
        docstring = ast.get_docstring(function) or ""
        nodes = ast.walk(function.args)
        arguments = {node.arg for node in nodes if isinstance(node, ast.arg)}
        said = re.findall(r":(param|returns|raises)|^(API):", docstring, re.MULTILINE)
        order = [("param", "returns", "raises", "API").index(a or b) for a, b in said]
        if not says_what_it_does(function, docstring):
            yield f"{name} does not say in one line what it does"
        for argument in PARAM.findall(docstring):
            if argument not in arguments:
                yield f"{name} has no argument {argument!r}"
        for error in RAISES.findall(docstring):
            if error not in KNOWN_ERRORS:
                yield f"{name} raises {error}, which is no error"
        if order != sorted(order):
            yield f"{name} says things in another order than the rest"


def says_what_it_does(function: Function, docstring: str) -> bool:
    """Return whether a function says so, or what it overrides does."""
    decorators = {ast.unparse(one) for one in function.decorator_list}
    if not docstring and {"override", "overload"} & decorators:
        return True
    return SUMMARY.fullmatch(docstring.partition("\n\n")[0]) is not None


def unlinked(source: str) -> Iterator[str]:
    """Object to operations that do not link to the call they make."""
    for name, function in public_functions(ast.parse(source)):
        docstring = ast.get_docstring(function, clean=False) or ""
        sends = "." in name and VERB.search(ast.unparse(function))
        if sends and not API.search(docstring):
            yield f"{name} sends, and does not link to the API"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_function__says_what_it_does(path: Path) -> None:
    assert list(objections(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", OPERATIONS, ids=name_of)
def test_operation__links_to_the_api(path: Path) -> None:
    assert list(unlinked(path.read_text(encoding="utf-8"))) == []


def test_services__are_all_looked_at() -> None:
    declared = {
        declared.where.split(":")[0].rpartition(".")[2]
        for declared in openstack.Connection.services.values()
    }

    assert declared == SERVICES


BAD = '''
class Boxes:
    def get_box(self, box):
        """return a box"""

    def find_box(self, name):
        """Return a box.

        :param naem: its name.
        :raises Missing: there is none.
        """

    def update_box(self, box):
        """Change a box.

        :raises NotFound: there is none.
        :param box: the box.
        """

    @override
    def delete_box(self, box): ...

    def _private(self): ...

class _Private:
    def get(self): ...
'''


def test_objections__notices() -> None:
    assert list(objections(BAD)) == [
        "Boxes.get_box does not say in one line what it does",
        "Boxes.find_box has no argument 'naem'",
        "Boxes.find_box raises Missing, which is no error",
        "Boxes.update_box says things in another order than the rest",
    ]


def test_unlinked__notices() -> None:
    link = "API: `GET /boxes\n        <https://docs.openstack.org/api-ref/box/>`_"
    linked = f'  def a(self):\n        """A.\n\n        {link}\n        """\n'
    sends = "        return self._get(Box, 'a')\n"
    forgotten = "  def b(self):\n    return self._list(Box)\n  def c(self): ...\n"
    wrong = (
        '  def d(self):\n    """D.\n\n    API: GET /d\n    """\n    self._request()\n'
    )

    source = f"class Boxes:\n{linked}{sends}{forgotten}{wrong}"

    assert list(unlinked(source)) == [
        "Boxes.b sends, and does not link to the API",
        "Boxes.d sends, and does not link to the API",
    ]
