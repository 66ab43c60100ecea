from __future__ import annotations

from pathlib import Path

from openstack.localcloud import LocalCloud, RunningCloud

CLOUD = RunningCloud(directory=Path("/place"), auth_url="http://127.0.0.1:5000/v3")


def test_environment() -> None:
    assert CLOUD.environment() == {
        "OS_CLIENT_CONFIG_FILE": "/place/clouds.yaml",
        "OS_CLOUD": "localcloud",
    }


def test_environment__another_cloud() -> None:
    assert CLOUD.environment("localcloud-admin")["OS_CLOUD"] == "localcloud-admin"


def test_check__not_started() -> None:
    """No server has ended where none has started."""
    LocalCloud().check()
