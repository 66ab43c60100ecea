from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from rich.text import Text

from openstack.cli.output import show_facts, show_table

if TYPE_CHECKING:
    from collections.abc import Callable

LONG = "x" * 200


@pytest.fixture
def terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[], str]:
    """Print to a terminal of 40 columns; return what it shows, with its colours."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return lambda: capsys.readouterr().out


def test_show_table__to_a_pipe_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("a", "bbb"), [("1", Text("two", style="red")), ("longer", "")])

    assert capsys.readouterr().out == "a       bbb\n1       two\nlonger\n"


def test_show_table__to_a_pipe_is_not_cut_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_table(("a", "b"), [(LONG, LONG)])

    assert capsys.readouterr().out.splitlines()[1] == f"{LONG}  {LONG}"


def test_show_table__to_a_terminal_goes_on_in_the_next_line(
    terminal: Callable[[], str],
) -> None:
    show_table(("a", "b"), [("1", LONG)])

    shown = terminal()
    assert shown.count("x") == 200
    assert max(map(len, shown.splitlines()[1:])) <= 40


def test_show_table__to_a_terminal_has_colours(terminal: Callable[[], str]) -> None:
    show_table(("a",), [(Text("wrong", style="red"),)])

    assert "\x1b[31mwrong" in terminal()


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", ":smile:", "http://a.b"])
def test_show_table__shows_a_cell_as_it_is(
    text: str, terminal: Callable[[], str]
) -> None:
    """It may hold what means something to the library that prints it."""
    show_table(("a",), [(text,)])

    assert text in terminal()


def test_show_facts__to_a_pipe_is_plain(capsys: pytest.CaptureFixture[str]) -> None:
    show_facts([("name", "mine"), ("class", "a:B")])

    assert capsys.readouterr().out == "name   mine\nclass  a:B\n"


def test_show_facts__to_a_terminal(terminal: Callable[[], str]) -> None:
    show_facts([("name", "mine")])

    assert "mine" in terminal()
