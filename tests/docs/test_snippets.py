"""Every snippet that a newcomer copies is run, against a real cloud."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from openstack.localcloud import RunningCloud

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(document: str, language: str) -> list[str]:
    """Return the code of a document, in order."""
    text = (ROOT / document).read_text()
    return [code for found, code in FENCE.findall(text) if found == language]


def run(
    code: list[str], folder: Path, cloud: RunningCloud
) -> subprocess.CompletedProcess[str]:
    """Run a document's Python from its top to its end, as one program.

    A block that begins with the name of a file, as a comment, is that file.
    """
    program: list[str] = []
    for block in code:
        named = re.match(r"# (\w+\.py)\n", block)
        if named:
            (folder / named[1]).write_text(block)
        else:
            program.append(block)
    (folder / "program.py").write_text("\n".join(program))
    clouds = yaml.safe_load(cloud.clouds_yaml.read_text())
    clouds["clouds"]["mine"] = clouds["clouds"]["localcloud"]
    (folder / "clouds.yaml").write_text(yaml.safe_dump(clouds))
    environment = {
        **os.environ,
        "OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml"),
        "OS_CLOUD": "mine",
        "PYTHONPATH": str(folder),
    }
    return subprocess.run(
        [sys.executable, "program.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.live
@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ("README.md", ["hello.txt 13", "b'Hello, cloud!'", "marketing"]),
        (
            "docs/tutorials/use-a-cloud.md",
            ["monday.txt 6", "tuesday.txt 11", "b'Rain.\\n'", "was answered 404"],
        ),
        (
            "docs/extending.md",
            [
                "vendor= Nimbus",
                "NimbusObjectStorage",
                "AUTH_",
                "True\nTrue",
                "['cdn', 'compute', 'object_store']",
                "get_container_metadata, but it does not take 'container' by position.",
            ],
        ),
    ],
)
def test_snippets(
    document: str, expected: list[str], tmp_path: Path, localcloud: RunningCloud
) -> None:
    ran = run(blocks(document, "python"), tmp_path, localcloud)

    assert ran.returncode == 0, ran.stderr
    assert [line for line in expected if line not in ran.stdout] == []


def test_readme_commands_are_make_targets() -> None:
    makefile = (ROOT / "Makefile").read_text()
    commands = re.findall(
        r"^\$? ?make (\w+)", (ROOT / "README.md").read_text(), re.MULTILINE
    )

    assert commands == ["demo", "test"]
    assert all(f"\n{target}:" in makefile for target in commands)


def test_ci_runs_the_readme_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text()
