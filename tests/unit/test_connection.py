from __future__ import annotations

import copy
import gc
import pickle
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

import attrs
import pytest

import openstack
from openstack import errors
from openstack.compute import Compute
from openstack.extending import BrokenExtension, service
from openstack.service import Service
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session

    from openstack.profile import Profile, ServiceSettings
    from tests.unit.conftest import Site

SERVER = Answer(json={"server": {"id": "1"}})


class Storage(Service):
    """A service whose type has aliases."""

    service_type = "block-storage"


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return a module that services can be declared in."""
    made = type(sys)("made_up")
    monkeypatch.setitem(sys.modules, "made_up", made)
    made.__dict__["Storage"] = Storage
    return made


class WithStorage(openstack.Connection):
    """A vendor's connection, with a service of its own, and one that is missing."""

    block_storage: service[Storage] = service("made_up:Storage")
    # The cloud has none, which no type checker can be told.
    object_store = None  # type: ignore[assignment]  # pyright: ignore[reportAssignmentType]


def test_services__are_attributes(cloud: FakeCloud) -> None:
    connection = cloud.connect()

    assert type(connection.compute) is Compute
    assert connection.compute is connection.compute
    assert connection.compute.connection is connection
    assert cloud.sent == []
    assert cloud.logins == []


def test_services__made_once_by_many_threads(
    cloud: FakeCloud, at_once: Callable[[int, Callable[[], object]], None]
) -> None:
    connection = cloud.connect()
    found: list[Compute] = []

    at_once(8, lambda: found.append(connection.compute))

    assert len(set(map(id, found))) == 1


def test_services__made_once(cloud: FakeCloud) -> None:
    """Also for a thread that came too late to find it missing."""
    connection = cloud.connect()

    made = connection.make_service(openstack.Connection.compute)

    assert connection.compute is made
    assert connection.make_service(openstack.Connection.compute) is made


def test_services__declared() -> None:
    assert set(openstack.Connection.services) == {"compute", "identity", "object_store"}
    assert openstack.Connection.services["compute"].where == "openstack.compute:Compute"


@pytest.mark.usefixtures("module")
def test_services__of_a_vendor(cloud: FakeCloud) -> None:
    connection = cloud.connect(WithStorage)

    assert type(connection.block_storage) is Storage
    assert set(connection.services) == {"compute", "identity", "block_storage"}
    assert connection.object_store is None
    assert "block_storage" not in openstack.Connection.services


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize("alias", ["volume", "volumev3", "block_store"])
def test_services__by_an_alias(cloud: FakeCloud, alias: str) -> None:
    connection = cloud.connect(WithStorage)

    assert getattr(connection, alias) is connection.block_storage


def test_services__unknown(cloud: FakeCloud) -> None:
    connection: Any = cloud.connect()

    with pytest.raises(AttributeError) as caught:
        _ = connection.comptue

    assert str(caught.value) == (
        "'Connection' has no attribute or service 'comptue'. Did you mean 'compute'?"
    )
    assert caught.value.name == "comptue"


@pytest.mark.parametrize("name", ["block_storage", "volume", "_private", "__len__"])
def test_services__not_there(cloud: FakeCloud, name: str) -> None:
    """An alias of a service that the connection lacks is no service either."""
    connection = cloud.connect()

    with pytest.raises(AttributeError, match=f"no attribute or service '{name}'"):
        getattr(connection, name)
    assert not hasattr(connection, name)


def test_services__switched_off(cloud: FakeCloud) -> None:
    connection = cloud.connect(has_compute=False)

    with pytest.raises(errors.NotSupported) as caught:
        _ = connection.compute

    assert str(caught.value) == (
        "The profile of cloud 'defaults' says that it has no compute service"
        " (`has_compute: false`)."
    )
    assert connection.identity is not None


def test_services__that_fail_to_load(cloud: FakeCloud) -> None:
    """The error is theirs, and not that there is no such service."""

    class Broken(openstack.Connection):
        compute: service[Compute] = service("made_up:Missing")

    with pytest.raises(BrokenExtension, match=r"Broken\.compute .* 'made_up' is miss"):
        _ = cloud.connect(Broken).compute


@pytest.mark.usefixtures("module")
def test_services__whose_class_is_missing(cloud: FakeCloud) -> None:
    class Broken(openstack.Connection):
        compute: service[Compute] = service("made_up:Missing")

    with pytest.raises(BrokenExtension, match="'made_up' has no 'Missing'"):
        _ = cloud.connect(Broken).compute


def test_property__that_fails(cloud: FakeCloud) -> None:
    """What is missing inside of it is named, and not the property."""

    class Broken(openstack.Connection):
        @property
        def quota(self) -> Any:
            missing: Any = object()
            return missing.limit

    with pytest.raises(
        AttributeError, match="'object' object has no attribute 'limit'"
    ):
        _ = cloud.connect(Broken).quota


def test_dir__has_the_services(cloud: FakeCloud) -> None:
    names = dir(cloud.connect())

    assert {"compute", "identity", "object_store", "authorize", "profile"} <= set(names)


def test_repr(cloud: FakeCloud) -> None:
    assert repr(cloud.connect()) == "<Connection to defaults RegionOne>"
    assert repr(cloud.connect(region_name=None)) == "<Connection to defaults>"


def test_configure__base_first_and_may_leave_it(cloud: FakeCloud) -> None:
    class Base(openstack.Connection):
        def configure(self, profile: Profile) -> Profile | None:
            return profile.with_defaults({"app_name": "base"}, source="Base")

    class Vendor(Base):
        def configure(self, profile: Profile) -> Profile | None:
            assert profile.get("app_name") == "base"
            return None

    assert cloud.connect(Vendor).profile.get("app_name") == "base"
    assert cloud.logins == []


def test_configure__once(cloud: FakeCloud) -> None:
    """A copy is made of what was known before, so nothing is changed twice."""

    class Counting(openstack.Connection):
        def configure(self, profile: Profile) -> Profile | None:
            return attrs.evolve(profile, name=f"{profile.name}+")

    connection = cloud.connect(Counting)

    assert connection.profile.name == "defaults+"
    assert copy.copy(connection).profile.name == "defaults+"
    assert copy.deepcopy(copy.copy(connection)).profile == connection.profile


def test_profile_defaults__unless_the_user_says_otherwise(cloud: FakeCloud) -> None:
    class Base(openstack.Connection):
        profile_defaults = {"interface": "internal", "retries": 7}

    class Vendor(Base):
        profile_defaults = {"retries": 8}

    connection = cloud.connect(Vendor)

    assert connection.profile.service("compute").interface == ("internal",)
    assert connection.profile.retries == 8
    assert cloud.connect(Vendor, retries=1).profile.retries == 1
    assert connection.profile.sources["retries"].endswith("Vendor")


def test_make_auth__overridden(cloud: FakeCloud) -> None:
    class Ticket(openstack.Connection):
        def make_auth(self) -> BaseAuthPlugin:
            from keystoneauth1.token_endpoint import Token

            return Token(ENDPOINTS["compute"], "ticket")

    cloud.on("compute", "GET", "/", Answer(status=404))
    cloud.on("compute", "GET", "/servers/1", SERVER)
    connection = cloud.connect(Ticket)

    assert connection.authorize() == "ticket"
    assert cloud.logins == []


def test_make_session__overridden(cloud: FakeCloud) -> None:
    class Forwarding(openstack.Connection):
        def make_session(self, auth: BaseAuthPlugin) -> Session:
            session = super().make_session(auth)
            session.additional_headers["X-Forwarded"] = "1"
            return session

    cloud.on("compute", "GET", "/servers/1", SERVER)

    cloud.connect(Forwarding).compute.get_server("1")

    assert cloud.sent[0].headers["X-Forwarded"] == "1"


def test_endpoint_for__overridden(cloud: FakeCloud) -> None:
    class Moved(openstack.Connection):
        def endpoint_for(self, settings: ServiceSettings) -> str:
            return super().endpoint_for(settings).replace(".cloud.", ".new-cloud.")

    assert cloud.connect(Moved).compute.endpoint() == (
        "https://compute.new-cloud.example/v2.1"
    )


def test_user_agent__collected(cloud: FakeCloud) -> None:
    class Base(openstack.Connection):
        user_agent = {"base-sdk": "1.0"}

    class Vendor(Base):
        user_agent = {"vendor-sdk": "2.0", "plain": ""}

    cloud.connect(Vendor, app_name="app", app_version="3.0").authorize()

    products = cloud.logins[0].headers["User-Agent"].split()
    assert products[:4] == ["app/3.0", "base-sdk/1.0", "vendor-sdk/2.0", "plain"]
    assert products[4] == f"stackbase/{openstack.__version__}"
    assert products[5].startswith("keystoneauth1/")


def test_init__is_sealed() -> None:
    with pytest.raises(TypeError, match="Override configure"):

        class Own(openstack.Connection):  # pyright: ignore[reportUnusedClass]
            def __init__(self) -> None:  # type: ignore[misc]  # pyright: ignore[reportMissingSuperCall]  # what is tested
                pass


def test_init__unknown_option() -> None:
    with pytest.raises(errors.ProfileError, match="Did you mean 'username'"):
        openstack.Connection(usrename="me")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # what is tested


def test_init__beside_openstacksdk(site: Site) -> None:
    """It owns the same package, so neither is whole."""
    site.write_metadata("openstacksdk", "4.22.0", {})

    with pytest.raises(errors.PackageClash, match=r"^openstacksdk 4\.22\.0 is"):
        openstack.Connection(auth_type="none")


def test_init__explicit_class(cloud: FakeCloud) -> None:
    connection = cloud.connect(openstack.Connection)

    assert connection.resolution.rule == "explicit class"
    assert connection.resolution.connection == "openstack.connection:Connection"


def test_with__closes(cloud: FakeCloud) -> None:
    closed: list[str] = []
    cloud.close = lambda: closed.append("closed")  # type: ignore[method-assign]  # the transport is ours

    with cloud.connect() as connection:
        connection.authorize()
        assert closed == []

    assert "closed" in closed


def test_close__before_anything_was_sent(cloud: FakeCloud) -> None:
    cloud.connect().close()

    assert cloud.logins == []


def test_close__and_used_again(cloud: FakeCloud) -> None:
    connection = cloud.connect()
    connection.authorize()
    connection.close()

    assert connection.current_project_id == PROJECT_ID


def test_100_connections__leave_none_alive() -> None:
    """Opened, used and dropped: neither a connection nor a thread stays."""
    alive: list[weakref.ref[openstack.Connection]] = []
    threads = threading.active_count()
    for _ in range(100):
        cloud = FakeCloud()
        cloud.on("compute", "GET", "/servers/1", SERVER)
        connection = cloud.connect()
        connection.compute.get_server("1")
        alive.append(weakref.ref(connection))
        del connection, cloud

    gc.collect()

    assert [ref for ref in alive if ref() is not None] == []
    assert threading.active_count() == threads


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_copy(cloud: FakeCloud, copied: Callable[[Any], Any]) -> None:
    """It has a login of its own."""
    connection = cloud.connect()
    connection.authorize()

    other = copied(connection)
    other.authorize()

    assert type(other) is type(connection)
    assert other.profile == connection.profile
    assert other.resolution == connection.resolution
    assert len(cloud.logins) == 2


def test_pickle(clouds_yaml: str) -> None:
    """The other process loads the profile itself; no secret goes there."""
    connection = openstack.connect(clouds_yaml)

    pickled = pickle.dumps(connection)
    other = pickle.loads(pickled)

    assert type(other) is openstack.Connection
    assert other.profile == connection.profile
    assert other.resolution == connection.resolution
    assert b"s3cret-of-the-fake-cloud" not in pickled


def test_pickle__transport_of_its_own(cloud: FakeCloud) -> None:
    with pytest.raises(TypeError) as caught:
        pickle.dumps(cloud.connect())

    assert str(caught.value) == (
        "<Connection to defaults RegionOne> has a transport of its own, which cannot be"
        " pickled."
    )
