"""The tutorial "Write a vendor SDK", followed step by step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from openstack.localcloud import RunningCloud

TUTORIAL = Path(__file__).parents[2] / "docs/tutorials/write-a-vendor-sdk.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"# (\S+\.py)\n")

OFFLINE = "--quiet --no-index --no-deps --no-build-isolation"

#: What stands here for a command: an environment and a cloud are there already, and
#: no package index is asked.
INSTEAD = {
    "python3 -m venv .venv && . .venv/bin/activate": "true",
    'pip install "stackbase[localcloud,template]"': "true",
    "pip install --editable '.[dev]'": f"pip install {OFFLINE} --target ../packages .",
    "stackbase localcloud": "true",
    "pip wheel --no-deps --wheel-dir dist .": f"pip wheel {OFFLINE} -w dist .",
}

pytestmark = [pytest.mark.live, pytest.mark.slow]


class Reader:
    """Whoever follows the tutorial.

    :param home: an empty folder to work in.
    :param cloud: what ``stackbase localcloud`` runs.
    """

    def __init__(self, home: Path, cloud: RunningCloud) -> None:
        self.folder = home
        self.seen: list[str] = []
        self.clouds = home / "clouds.yaml"
        self.clouds.write_text(cloud.clouds_yaml.read_text())
        self.environment = {
            **os.environ,
            "OS_CLIENT_CONFIG_FILE": str(self.clouds),
            # The account of a user whose containers nobody else's tests make.
            "OS_CLOUD": "localcloud-alt",
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(home / "packages"),
        }

    def follow(self, language: str, block: str) -> None:
        """Do what a block says."""
        if language == "yaml":
            self.configure(yaml.safe_load(block))
        elif language == "console":
            for line in block.splitlines():
                self.type(line.removeprefix("$ "))
        elif named := FILE.match(block):
            (self.folder / named[1]).write_text(block.removeprefix(named[0]))
        else:
            self.run(sys.executable, "-c", block)

    def configure(self, more: dict[str, Any]) -> None:
        """Add clouds to clouds.yaml."""
        known = yaml.safe_load(self.clouds.read_text())
        self.clouds.write_text(
            yaml.safe_dump({"clouds": {**known["clouds"], **more["clouds"]}})
        )

    def type(self, command: str) -> None:
        """Type a command."""
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
        else:
            self.run("sh", "-c", INSTEAD.get(command, command))

    def run(self, *command: str) -> None:
        """Run a program, which must succeed, and see what it says."""
        ran = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
        self.seen += ran.stdout.splitlines()


def test_tutorial(tmp_path: Path, localcloud: RunningCloud) -> None:
    reader = Reader(tmp_path, localcloud)

    for language, block in FENCE.findall(TUTORIAL.read_text()):
        reader.follow(language, block)
    seen = "\n".join(reader.seen)

    assert "<class 'nimbus.object_store.NimbusObjectStorage'>" in seen
    assert "<class 'openstack.identity.Identity'>" in seen
    assert "\ncold\nbox\n" in seen
    assert "Hasty.delete_container overrides Emptying.delete_container" in seen
    assert "nimbus.connection:Connection" in seen
    assert [path.suffix for path in (reader.folder / "dist").iterdir()] == [".whl"]


def test_tutorial__commands_are_there() -> None:
    """A command that something else stands for here is one of the tutorial."""
    text = TUTORIAL.read_text()

    assert [command for command in INSTEAD if f"$ {command}\n" not in text] == []
