"""What a vendor does is on its own classes: nobody else sees it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack.extending import Request, registry, service, wire
from openstack.extensions import CloudVendor
from openstack.object_store import Container, ObjectStorage
from openstack.testing import Answer, FakeCloud

if TYPE_CHECKING:
    from collections.abc import Iterator


class NimbusContainer(Container):
    """A container of a second vendor, with another field of the same name."""

    team: int | None = wire("x-container-meta-team-number")


class NimbusStorage(ObjectStorage):
    container_class = NimbusContainer
    default_headers = {"X-Nimbus": "1"}

    def on_request(self, request: Request) -> Request:
        return request.with_headers({"X-Trace": "nimbus"})


class Connection(openstack.Connection):
    """The connection of the second vendor, which is not installed but registered."""

    object_store: service[NimbusStorage] = service(f"{__name__}:NimbusStorage")
    cdn = service["ObjectStorage"]("openstack.object_store:ObjectStorage")


VENDORS = ("none", "cloudvendor", "nimbus")

#: What each vendor's requests have, and no other's.
MARKS = {
    "none": set[str](),
    "cloudvendor": {"x-cloudvendor-client"},
    "nimbus": {"x-nimbus", "x-trace"},
}
TEAMS = {"none": None, "cloudvendor": "7", "nimbus": 9}


@pytest.fixture(autouse=True)
def second_vendor(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Register the second vendor."""
    monkeypatch.setitem(sys.modules, __name__, sys.modules[Connection.__module__])
    with registry.register("Nimbus", connection=Connection):
        yield


def made() -> FakeCloud:
    """Return a cloud with a container that has what both vendors look for."""
    cloud = FakeCloud()
    headers = {"X-Container-Meta-Team": "7", "X-Container-Meta-Team-Number": "9"}
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204, headers=headers))
    return cloud


def marks(cloud: FakeCloud) -> list[set[str]]:
    """Return which vendors' marks each request of a cloud has."""
    every = set[str]().union(*MARKS.values())
    return [every & {name.lower() for name in sent.headers} for sent in cloud.sent]


def test_two_vendors_and_the_core__interleaved() -> None:
    clouds = {vendor: made() for vendor in VENDORS}
    connections = {v: cloud.connect(vendor=v) for v, cloud in clouds.items()}

    for _ in range(3):
        for conn in connections.values():
            conn.object_store.get_container("blah")

    assert {v: marks(cloud) for v, cloud in clouds.items()} == {
        vendor: [expected] * 3 for vendor, expected in MARKS.items()
    }


def test_two_vendors_and_the_core__in_threads() -> None:
    clouds = {vendor: made() for vendor in VENDORS}
    connections = {v: cloud.connect(vendor=v) for v, cloud in clouds.items()}
    teams: dict[str, list[Any]] = {vendor: [] for vendor in VENDORS}
    start = threading.Barrier(len(VENDORS) * 4)

    def work(vendor: str) -> None:
        start.wait()
        for _ in range(5):
            container = connections[vendor].object_store.get_container("blah")
            teams[vendor].append(getattr(container, "team", None))

    threads = [threading.Thread(target=work, args=(v,)) for v in VENDORS * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert teams == {vendor: [team] * 20 for vendor, team in TEAMS.items()}
    assert {v: marks(cloud) for v, cloud in clouds.items()} == {
        vendor: [expected] * 20 for vendor, expected in MARKS.items()
    }


def test_two_vendors_and_the_core__have_their_own_services() -> None:
    assert "cdn" in Connection.services
    assert "cdn" not in CloudVendor.Connection.services
    assert "inventory" in CloudVendor.Connection.services
    assert "inventory" not in Connection.services
    assert not {"cdn", "inventory"} & set(openstack.Connection.services)


def test_two_vendors_and_the_core__have_their_own_classes() -> None:
    assert ObjectStorage.container_class is Container
    assert "team" not in Container.field_names()
    assert "X-Nimbus" in NimbusStorage.default_headers
    assert "X-Nimbus" not in ObjectStorage.default_headers


#: Compares everything of the core before and after an extension is imported.
COMPARE = """
import importlib, json, pkgutil, sys, threading
import openstack

for found in pkgutil.walk_packages(openstack.__path__, "openstack."):
    if found.name.startswith(("openstack.extensions.", "openstack.localcloud")):
        continue
    if not found.name.endswith(("__main__", "plugin", "cassettes")):
        importlib.import_module(found.name)

# What loads on first use is no change.
for module in (openstack, openstack.extending):
    for name in dir(module):
        getattr(module, name)

def state():
    seen = {}
    for name, module in list(sys.modules.items()):
        if not name.startswith(("openstack", "keystoneauth1", "requests")):
            continue
        if name.startswith("openstack.extensions"):
            continue
        for key, value in list(vars(module).items()):
            seen[f"{name}.{key}"] = id(value)
            if isinstance(value, type) and value.__module__ == name:
                for attribute, member in list(vars(value).items()):
                    seen[f"{name}.{key}.{attribute}"] = id(member)
    return seen

sent = []
sys.addaudithook(lambda event, _: sent.append(event) if event in EVENTS else None)
EVENTS = {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.fork"}
before, threads, modules = state(), threading.active_count(), set(sys.modules)
for name in ("connection", "object_store", "inventory", "static"):
    importlib.import_module(f"openstack.extensions.cloudvendor.{name}")
after = state()
changed = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
print(json.dumps({
    "changed": sorted(changed),
    "sent": sent,
    "threads": threading.active_count() - threads,
    "imported": sorted(m for m in set(sys.modules) - modules if "cloudvendor" in m),
}))
"""


def test_importing_an_extension__sends_starts_and_changes_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMPARE], capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)

    assert len(told.pop("imported")) == 4
    assert told == {"changed": [], "sent": [], "threads": 0}


def test_connecting_to_a_plain_cloud__imports_no_extension() -> None:
    code = """
import sys
from openstack.testing import FakeCloud
with FakeCloud().connect() as conn:
    conn.authorize()
print(*[name for name in sys.modules if name.startswith("openstack.extensions.")])
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
