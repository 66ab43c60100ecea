from __future__ import annotations

import configparser
from typing import TYPE_CHECKING

from openstack.localcloud.plan import Plan
from openstack.localcloud.servers import swift_configuration as configuration

if TYPE_CHECKING:
    from pathlib import Path


def read(text: str) -> configparser.ConfigParser:
    """Return what a configuration says."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    return parser


def test_proxy__each_filter_has_a_section(tmp_path: Path) -> None:
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    found = read(configuration.proxy(plan, directory=tmp_path))
    *filters, app = found["pipeline:main"]["pipeline"].split()

    assert app == "proxy"
    assert {f"filter:{name}" for name in filters} == {
        name for name in found.sections() if name.startswith("filter:")
    }


def test_proxy__order(tmp_path: Path) -> None:
    """Who needs no token comes before the token is looked at."""
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    found = read(configuration.proxy(plan, directory=tmp_path))
    filters = found["pipeline:main"]["pipeline"].split()

    assert filters.index("cache") < filters.index("tempurl")
    assert filters.index("tempurl") < filters.index("authtoken")
    assert filters.index("formpost") < filters.index("authtoken")
    assert filters.index("keystoneauth") < filters.index("copy")
    assert filters.index("copy") < filters.index("slo")


def test_proxy__knows_keystone(tmp_path: Path) -> None:
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    found = read(configuration.proxy(plan, directory=tmp_path))["filter:authtoken"]

    assert found["auth_url"] == "http://127.0.0.1:5000"
    assert plan.passwords["swift"] == found["password"]


def test_write_files(tmp_path: Path) -> None:
    """No password is among what is written."""
    plan = Plan.draw(keystone_port=5000, swift_port=8080)
    limits = {"max_meta_overall_size": "2048"}
    configuration.write_files(tmp_path, plan=plan, constraints=limits)
    texts = {path.name: path.read_text() for path in tmp_path.iterdir()}
    swift = read(texts["swift.conf"])

    assert {"swift.conf", "container-sync-realms.conf"} == set(texts)
    assert limits == dict(swift["swift-constraints"])
    assert dict(swift["storage-policy:0"]) == {"name": "gold", "default": "yes"}
    assert dict(swift["storage-policy:1"]) == {"name": "silver", "default": "no"}
    assert not [
        word for word in plan.passwords.values() for t in texts.values() if word in t
    ]
