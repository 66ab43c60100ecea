"""The reference for vendors says what there is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pytest

import openstack
from openstack.extending import errors
from openstack.extending.hooks import hooks_of
from openstack.extending.manifest import Manifest, parse

if TYPE_CHECKING:
    from openstack.extending.hooks import Extensible

TEXT = (Path(__file__).parents[2] / "docs/extending.md").read_text()


def rows(head: str) -> list[list[str]]:
    """Return the cells of the table with a head."""
    lines = TEXT.partition(f"{head}\n")[2].splitlines()[1:]
    end = next(i for i, line in enumerate(lines) if not line.startswith("|"))
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines[:end]]


def words(cell: str) -> list[str]:
    """Return what stands in the code of a cell."""
    return re.findall(r"`(\w+)`", cell)


def test_manifest__every_key_is_documented() -> None:
    documented = [words(row[0])[0] for row in rows("| key | | value |")]

    assert documented == ["schema", *(f.name for f in attrs.fields(Manifest))]


def test_manifest__example_is_right() -> None:
    example = TEXT.partition("```json\n")[2].partition("```")[0]

    assert parse(json.loads(example)).name == "Nimbus"


@pytest.mark.parametrize(
    "cls", [openstack.Connection, openstack.Service, openstack.Resource]
)
def test_hooks__every_one_is_documented(cls: type[Extensible]) -> None:
    table = {
        words(row[0])[0]: row for row in rows("| class | replace | chain | collect |")
    }
    row = table[cls.__name__]

    for kind, cell in zip(("replace", "chain", "collect"), row[1:], strict=True):
        hooks = [name for name, hook in hooks_of(cls).items() if hook.kind == kind]
        assert sorted(words(cell)) == sorted(hooks)


def test_errors__every_one_is_documented() -> None:
    public = {
        name
        for name, what in vars(errors).items()
        if isinstance(what, type) and what.__module__ == errors.__name__
    }

    assert [name for name in public if f"`{name}`" not in TEXT] == []
