from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from openstack.localcloud import LocalCloudError, packages

if TYPE_CHECKING:
    from pathlib import Path


def test_require__installed() -> None:
    packages.require(["pytest", "attrs"])


def test_require__missing() -> None:
    with pytest.raises(LocalCloudError) as caught:
        packages.require(["pytest", "no_such_server", "nor_this_one"])

    assert str(caught.value) == (
        "Not installed in this environment: no_such_server, nor_this_one."
        " Install what a cloud on this machine needs:"
        ' pip install "stackbase[localcloud]"'
    )


def test_require__folder_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that has the name of a package is no package."""
    (tmp_path / "only_a_folder").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(LocalCloudError, match="only_a_folder"):
        packages.require(["only_a_folder"])


def test_installed_versions() -> None:
    said = packages.installed_versions(["pytest", "no_such_server"])

    assert f"pytest {pytest.__version__} and no_such_server of unknown version" == said
