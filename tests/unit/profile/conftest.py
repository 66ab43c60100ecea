"""What the tests of profiles share."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from openstack.profile import files

Write = Callable[[str, str], str]


@pytest.fixture(autouse=True)
def _no_file_of_this_computer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Put the directory of the whole system where no real file is."""
    monkeypatch.setattr(files, "SYSTEM", str(tmp_path / "etc"))


@pytest.fixture
def write() -> Write:
    """Write a file, below the working directory, and return its absolute path."""

    def write_text(name: str, text: str) -> str:
        path = Path.cwd() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return str(path)

    return write_text
