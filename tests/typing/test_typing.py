"""What type checkers say of the calls beside this file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
#: The checkers keep what they know in the home of who runs them, and not of a test.
ENVIRONMENT = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
CLAIM = r"  # {}: ignore\[[^]]*\]"

MYPY = ["mypy", "--config-file", "setup.cfg"]
PYRIGHT = ["pyright", "--pythonpath", sys.executable]

pytestmark = pytest.mark.slow


def complaints(*command: str) -> list[str]:
    """Return the lines of what a checker says that are about an error."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    found = [line for line in done.stdout.splitlines() if " error: " in line]

    assert bool(found) is (done.returncode == 1), done.stdout + done.stderr
    return found


def test_mypy() -> None:
    """The right calls are right; of the wrong ones, each has the error it names."""
    assert complaints(*MYPY, str(HERE)) == []


def test_pyright() -> None:
    assert complaints(*PYRIGHT, "-p", str(HERE)) == []


@pytest.mark.parametrize("checker", ["mypy", "pyright"])
def test_wrong_calls__each_is_noticed(checker: str, tmp_path: Path) -> None:
    """Without the comments, there is an error in each line that has one."""
    source = (HERE / "wrong_calls.py").read_text(encoding="utf-8")
    lines = source.splitlines()
    claim = CLAIM.format("type" if checker == "mypy" else "pyright")
    claimed = {n for n, line in enumerate(lines, 1) if re.search(claim, line)}
    bare = tmp_path / "wrong_calls.py"
    bare.write_text(re.sub(CLAIM.format("(?:type|pyright)"), "", source))
    if checker == "mypy":
        found = complaints(*MYPY, str(bare))
    else:
        shutil.copy(ROOT / "pyrightconfig.json", tmp_path / "base.json")
        (tmp_path / "pyrightconfig.json").write_text(
            f'{{"extends": "base.json", "include": ["."], "extraPaths": ["{ROOT}"]}}'
        )
        found = complaints(*PYRIGHT, "-p", str(tmp_path))

    numbers = {int(re.findall(r"\.py:(\d+)", line)[0]) for line in found}
    assert len(claimed) > 30
    assert numbers == claimed
