from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from openstack.localcloud import LocalCloudError, RunningCloud, command

CLOUD = RunningCloud(directory=Path("/place"), auth_url="http://127.0.0.1:5000/v3")

DIRECT = {"no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}


def parse(*arguments: str) -> argparse.Namespace:
    """Return what the command takes from its arguments."""
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(arguments)


def test_add_arguments__nothing() -> None:
    assert argparse.Namespace(program=None, start_timeout=60) == parse()


def test_add_arguments__all() -> None:
    """What follows --run is the command's own, options included."""
    arguments = parse("--start-timeout", "90.5", "--run", "ls", "-l", "--run", "x")

    assert arguments.program == ["ls", "-l", "--run", "x"]
    assert arguments.start_timeout == 90.5


@pytest.mark.parametrize("text", ["0", "-1", "inf", "nan", "soon"])
def test_add_arguments__not_seconds(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(f"--start-timeout={text}")

    expected = f"argument --start-timeout: {text!r} is not a number of seconds\n"
    assert capsys.readouterr().err.endswith(expected)


def test_run__no_command() -> None:
    with pytest.raises(LocalCloudError, match=r"^--run needs a command to run\.$"):
        command.run(parse("--run"))


def test_run__no_such_command() -> None:
    """It is found out before the cloud is started."""
    with pytest.raises(LocalCloudError, match=r"^There is no command 'no-such'"):
        command.run(parse("--run", "no-such", "argument"))


def test_environment__only_this_cloud() -> None:
    """Nothing of another cloud remains, and everything else does."""
    outer = {"OS_AUTH_URL": "https://prod", "OS_CLOUD": "prod", "PATH": "/bin"}

    assert command.environment(CLOUD, outer) == {
        "PATH": "/bin",
        "OS_CLOUD": "localcloud",
        "OS_CLIENT_CONFIG_FILE": "/place/clouds.yaml",
        **DIRECT,
    }


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_environment__not_through_a_proxy(name: str) -> None:
    """The loopback is added to what is reached directly already."""
    found = command.environment(CLOUD, {name: "intern.example", "http_proxy": "p"})

    assert found["http_proxy"] == "p"
    assert "intern.example,127.0.0.1" == found["no_proxy"] == found["NO_PROXY"]
