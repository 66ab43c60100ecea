"""The guide to Object Storage does what it says, and prints what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from openstack.localcloud import RunningCloud

GUIDE = Path(__file__).parents[2] / "docs" / "object-storage.md"


@pytest.mark.live
def test_guide(localcloud: RunningCloud, tmp_path: Path) -> None:
    fences = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    found = fences.findall(GUIDE.read_text(encoding="utf-8"))
    program = "\n".join(text for language, text in found if language == "python")
    expected = "".join(text for language, text in found if language == "text")

    # Of a user for whom no other test makes containers.
    environment = {**os.environ, **localcloud.environment("localcloud-alt")}
    ran = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert expected == ran.stdout
