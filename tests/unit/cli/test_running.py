from __future__ import annotations

import json
import logging
import runpy
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from openstack import __version__
from openstack.cli import main
from openstack.cli.running import COMMANDS

if TYPE_CHECKING:
    from tests.unit.conftest import Site


def test_main__version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"stackbase {__version__}\n"


def test_main__help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0

    shown = capsys.readouterr().out
    assert all(f"    {name}" in shown for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_main__help_of_a_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"usage: stackbase {name} " in capsys.readouterr().out


@pytest.mark.parametrize("argv", [[], ["configs"], ["resolve", "a", "b"], ["--quiet"]])
def test_main__wrong_arguments(
    argv: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 2
    assert "usage: stackbase" in capsys.readouterr().err


def test_main__arguments_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["stackbase", "--version"])

    assert main() == 0
    assert capsys.readouterr().out.startswith("stackbase ")


def test_main__error_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "mine"]) == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("stackbase: There is no cloud 'mine': ")
    assert told.err.count("\n") == 1


def test_main__error_with_debug_shows_where(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--debug", "config", "show", "mine"]) == 1

    told = capsys.readouterr().err
    assert told.startswith("Traceback (most recent call last):")
    assert told.splitlines()[-1].startswith("stackbase: There is no cloud 'mine': ")


def broken_extension(site: Site, code: str) -> None:
    """Write a cloud whose vendor's connection class runs some code."""
    connection = f"""
    import openstack

    class Services:
        def __get__(self, connection, owner):
            {code}

    class Connection(openstack.Connection):
        services = Services()
    """
    site.install("nimbus", modules={"connection": connection})
    auth = {"auth_url": "https://id.cloud.example/v3", "username": "demo"}
    entry = {"vendor": "nimbus", "auth": auth}
    Path("clouds.yaml").write_text(json.dumps({"clouds": {"mine": entry}}))


def test_main__error_that_nobody_expected(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    broken_extension(site, "raise LookupError('lost')")

    assert main(["resolve", "mine"]) == 1
    assert capsys.readouterr().err == (
        "stackbase: LookupError: lost. This is a bug of stackbase, or of an extension;"
        " stackbase --debug resolve … shows where.\n"
    )


def test_main__error_of_the_machine_is_no_bug(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    broken_extension(site, "raise OSError(28, 'No space left', '/tmp/a')")

    assert main(["resolve", "mine"]) == 1
    assert capsys.readouterr().err == (
        "stackbase: [Errno 28] No space left: '/tmp/a'.\n"
    )


def test_main__error_that_nobody_expected_with_debug_shows_where(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    broken_extension(site, "raise LookupError('lost')")

    assert main(["resolve", "mine", "--debug"]) == 1

    told = capsys.readouterr().err
    assert "Traceback (most recent call last):" in told
    assert told.endswith(
        "stackbase: LookupError: lost. This is a bug of stackbase, or of an"
        " extension.\n"
    )


def test_main__interrupted(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    broken_extension(site, "raise KeyboardInterrupt")

    assert main(["resolve", "mine"]) == 130
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["--debug", "extensions"], ["extensions", "--debug"]])
def test_main__debug_shows_the_log(
    argv: list[str], site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import logging; logging.getLogger('openstack.http').debug('asked')"
    site.install("nimbus", modules={"__init__": code})

    assert main(argv) == 0
    assert capsys.readouterr().err.endswith(" openstack.http asked\n")


def test_main__debug_leaves_the_log_as_it_was(site: Site) -> None:
    del site
    logger = logging.getLogger("openstack")
    before = (logger.level, list(logger.handlers))

    main(["--debug", "extensions"])

    assert (logger.level, logger.handlers) == before


def test_main__without_debug_the_log_is_silent(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import logging; logging.getLogger('openstack.http').debug('asked')"
    site.install("nimbus", modules={"__init__": code})

    assert main(["extensions"]) == 0
    assert capsys.readouterr().err == ""


def test_main__another_distribution_owns_the_package_too(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.write_metadata("openstacksdk", "4.22.0", {})

    assert main(["--version"]) == 1
    assert capsys.readouterr().err.startswith(
        "stackbase: openstacksdk 4.22.0 is installed in the same environment"
    )


def run(*argv: str, reader: str = "cat") -> tuple[int, str, str]:
    """Run the command in a process of its own, with its output read by another."""
    script = f'"$0" -m openstack "$@" | {reader}; exit "${{PIPESTATUS[0]}}"'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, *argv],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_python_m_openstack__is_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["openstack", "--version"])

    with pytest.raises(SystemExit) as caught:
        runpy.run_module("openstack", run_name="__main__")

    assert caught.value.code == 0
    assert capsys.readouterr().out == f"stackbase {__version__}\n"


def test_python_m_openstack__ends_with_the_status_of_the_command() -> None:
    status, _, error = run("config", "show", "mine")

    assert status == 1
    assert error.startswith("stackbase: There is no cloud 'mine': ")


def test_python_m_openstack__is_quiet_when_nobody_reads_on() -> None:
    """The list is longer than what a pipe holds, so that writing it fails."""
    names = [f"cloud-{number:06}" for number in range(5000)]
    Path("clouds.yaml").write_text(json.dumps({"clouds": {key: {} for key in names}}))

    status, shown, error = run("config", "list", reader="head -1")

    assert (shown.split(), error) == (["cloud", "source"], "")
    assert status == 1
