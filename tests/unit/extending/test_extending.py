from __future__ import annotations

import re
import subprocess
import sys

from openstack import extending

#: What takes long to import, and is not needed to declare a hook.
HEAVY = ("requests", "keystoneauth1", "attrs", "attr", "yaml", "rich")


def loaded_by(statement: str) -> set[str]:
    """Return the heavy modules that a statement loads into a fresh interpreter."""
    code = f"{statement}; import sys; print(*[m for m in {HEAVY} if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return set(run.stdout.split())


def test_extending__has_what_it_lists() -> None:
    assert all(hasattr(extending, name) for name in extending.__all__)
    assert set(extending.__all__) <= set(dir(extending))


def test_extending__version_is_major_and_minor() -> None:
    assert re.fullmatch(r"\d+\.\d+", extending.API_VERSION)


def test_extending__hooks_load_nothing_heavy() -> None:
    assert loaded_by("import openstack.extending.hooks") == set()


def test_extending__namespaces_load_nothing_heavy() -> None:
    assert loaded_by("import openstack.extending, openstack.extensions") == set()
