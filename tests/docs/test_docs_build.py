from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.slow
def test_docs_build__no_warning(tmp_path: Path) -> None:
    """The documentation builds, and every reference in it leads somewhere."""
    options = ["--quiet", "--nitpicky", "--fail-on-warning", "--keep-going"]

    built = subprocess.run(
        [sys.executable, "-m", "sphinx", *options, str(DOCS), str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "" == built.stderr
    assert 0 == built.returncode
