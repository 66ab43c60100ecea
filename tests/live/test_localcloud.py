"""What the cloud on this machine offers."""

from __future__ import annotations

import contextlib
import json
import stat
import threading
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs
import pytest
import requests
import yaml
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openstack.localcloud import RunningCloud

pytestmark = [pytest.mark.live, pytest.mark.slow]


@attrs.frozen
class Storage:
    """The object storage of a user."""

    auth: v3.Password
    session: Session

    def ask(self, method: str, path: str = "", **options: Any) -> requests.Response:
        """Send a request, and return whatever is answered."""
        return self.session.request(
            path,
            method,
            endpoint_filter={"service_type": "object-store"},
            raise_exc=False,
            **options,
        )

    def put(self, path: str, content: bytes = b"", **headers: str) -> None:
        """Put a container or an object, which must succeed."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.ask("PUT", path, data=content, headers=named)

        assert answer.status_code == 201, answer.text


@contextlib.contextmanager
def storage_of(cloud: RunningCloud, name: str = "localcloud") -> Generator[Storage]:
    """Log in to one of the clouds in clouds.yaml."""
    clouds = yaml.safe_load(cloud.clouds_yaml.read_text())["clouds"]
    with requests.Session() as http:
        auth = v3.Password(**clouds[name]["auth"])
        yield Storage(auth, Session(auth=auth, session=http))


@pytest.fixture(name="storage")
def storage_fixture(localcloud: RunningCloud) -> Generator[Storage]:
    """Give the object storage of the first user."""
    with storage_of(localcloud) as storage:
        yield storage


def comes_true(condition: Callable[[], bool], seconds: float = 10) -> bool:
    """Say whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not (true := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return true


def test_clouds_yaml__only_for_its_owner(localcloud: RunningCloud) -> None:
    mode = stat.S_IMODE(localcloud.clouds_yaml.stat().st_mode)

    assert oct(mode) == oct(0o600)


def test_clouds_yaml__nowhere_else_a_password(localcloud: RunningCloud) -> None:
    clouds = yaml.safe_load(localcloud.clouds_yaml.read_text())["clouds"]
    passwords = {cloud["auth"]["password"].encode() for cloud in clouds.values()}
    found = {
        path
        for path in localcloud.directory.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in passwords)
    }

    assert len(passwords) == 3
    assert found == {localcloud.clouds_yaml}


@pytest.mark.parametrize(
    ("cloud", "user", "roles"),
    [
        ("localcloud", "demo", {"member", "reader"}),
        ("localcloud-alt", "alt", {"member", "reader"}),
        (
            "localcloud-admin",
            "admin",
            {"admin", "manager", "member", "reader", "ResellerAdmin"},
        ),
    ],
)
def test_clouds_yaml__each_logs_in(
    localcloud: RunningCloud, cloud: str, user: str, roles: set[str]
) -> None:
    with storage_of(localcloud, cloud) as storage:
        access = storage.auth.get_access(storage.session)

        assert access.username == user
        assert access.project_name == user
        assert set(access.role_names or ()) == roles
        assert storage.ask("HEAD").ok


@pytest.mark.parametrize("interface", ["public", "internal", "admin"])
def test_catalog(localcloud: RunningCloud, storage: Storage, interface: str) -> None:
    def endpoint(service: str) -> str | None:
        return storage.session.get_endpoint(
            service_type=service, interface=interface, region_name="RegionOne"
        )

    account = f"AUTH_{storage.session.get_project_id()}"

    assert endpoint("identity") == localcloud.auth_url
    assert str(endpoint("object-store")).endswith(f"/v1/{account}")


def test_swift__offers(storage: Storage) -> None:
    """All that our object storage makes use of."""
    endpoint = urlsplit(storage.session.get_endpoint(service_type="object-store"))
    answer = storage.session.get(f"http://{endpoint.netloc!s}/info")
    offered: dict[str, Any] = answer.json()

    assert set(offered) == {
        "account_quotas",
        "bulk_delete",
        "bulk_upload",
        "container_quotas",
        "container_sync",
        "crossdomain",
        "etag_quoter",
        "formpost",
        "object_versioning",
        "slo",
        "staticweb",
        "swift",
        "symlink",
        "tempurl",
        "versioned_writes",
    }
    assert offered["tempurl"]["allowed_digests"] == ["sha256", "sha512"]
    assert offered["slo"]["min_segment_size"] == 1
    assert [p["name"] for p in offered["swift"]["policies"]] == ["gold", "silver"]


def test_swift__metadata_up_to_the_limit(storage: Storage) -> None:
    """What Swift says it takes, it keeps, whatever the file system is like."""
    endpoint = urlsplit(storage.session.get_endpoint(service_type="object-store"))
    limits = storage.session.get(f"http://{endpoint.netloc!s}/info").json()["swift"]
    count = limits["max_meta_overall_size"] // 256
    metadata = {f"X-Object-Meta-{item:03}": "v" * 253 for item in range(count)}
    storage.put("/limits")
    storage.put("/limits/" + "n" * limits["max_object_name_length"], b"", **metadata)


def test_swift__statistics(storage: Storage) -> None:
    """An account knows at once what its containers hold."""

    def used() -> tuple[int, int]:
        listing = storage.ask("GET", "?format=json&prefix=statistics").json()
        return listing[0]["count"], listing[0]["bytes"]

    storage.put("/statistics")
    storage.put("/statistics/object", bytes(1000))

    assert comes_true(lambda: used() == (1, 1000))

    storage.ask("DELETE", "/statistics/object")

    assert comes_true(lambda: used() == (0, 0))


def test_swift__storage_policy(storage: Storage) -> None:
    storage.put("/silver", X_Storage_Policy="silver")
    storage.put("/silver/object", b"content")

    assert storage.ask("GET", "/silver/object").content == b"content"
    assert storage.ask("HEAD", "/silver").headers["X-Storage-Policy"] == "silver"


def test_swift__small_segments(storage: Storage) -> None:
    """They do not come one in a second, as they would by default."""
    storage.put("/segments")
    storage.put("/large")
    names = [f"/segments/part-{number:02}" for number in range(25)]
    for name in names:
        storage.put(name, b"s")
    manifest = json.dumps([{"path": name} for name in names]).encode()
    storage.put("/large/static?multipart-manifest=put", manifest)
    storage.put("/large/dynamic", X_Object_Manifest="segments/part-")
    start = time.monotonic()

    assert storage.ask("GET", "/large/static").content == b"s" * 25
    assert storage.ask("GET", "/large/dynamic").content == b"s" * 25
    assert time.monotonic() - start < 10


def test_swift__quota(storage: Storage) -> None:
    """It counts what was written a second ago."""
    storage.put("/quota", X_Container_Meta_Quota_Bytes="10")
    storage.put("/quota/one", b"12345678")

    def refused() -> bool:
        answer = storage.ask("PUT", "/quota/two", data=b"12345678")
        return answer.status_code == 413

    assert comes_true(refused)


def test_swift__expired(storage: Storage) -> None:
    storage.put("/expiring")
    storage.put("/expiring/object", b"content", X_Delete_After="1")

    assert comes_true(lambda: storage.ask("GET", "/expiring/object").status_code == 404)


def test_swift__versions(storage: Storage) -> None:
    storage.put("/versions", X_Versions_Enabled="true")
    storage.put("/versions/object", b"old")
    storage.put("/versions/object", b"new")

    assert len(storage.ask("GET", "/versions?versions").json()) == 2


def test_swift__container_sync(storage: Storage) -> None:
    other = "//localcloud/here/AUTH_other/container"
    storage.put("/sync", X_Container_Sync_To=other, X_Container_Sync_Key="key")

    assert storage.ask("HEAD", "/sync").headers["X-Container-Sync-To"] == other


def test_swift__users_are_apart(localcloud: RunningCloud, storage: Storage) -> None:
    """Until one shares something with the other, for which it must log in."""
    storage.put("/shared")
    storage.put("/shared/object", b"content")
    url = f"{storage.session.get_endpoint(service_type='object-store')}/shared/object"
    with storage_of(localcloud, "localcloud-alt") as alt:
        refused = alt.session.get(url, raise_exc=False)
        reader = {"X-Container-Read": f"*:{alt.session.get_user_id()}"}
        storage.ask("POST", "/shared", headers=reader)
        content = alt.session.get(url).content

    assert refused.status_code == 403
    assert content == b"content"


def test_swift__admin_is_everywhere(localcloud: RunningCloud, storage: Storage) -> None:
    """The admin sets the quota of an account, which its user cannot."""
    url = storage.session.get_endpoint(service_type="object-store")
    quota = {"X-Account-Meta-Quota-Bytes": str(10**12)}
    with storage_of(localcloud, "localcloud-admin") as admin:
        accepted = admin.session.post(f"{url}", headers=quota)

    assert accepted.status_code == 204
    assert storage.ask("POST", headers=quota).status_code == 403


def test_swift__token_revoked(localcloud: RunningCloud) -> None:
    """A token that was revoked is refused a second later."""
    with storage_of(localcloud) as storage:
        token = {"X-Auth-Token": str(storage.session.get_token())}
        url = f"{storage.session.get_endpoint(service_type='object-store')}"
        http = requests.Session()
        with http:
            before = http.head(url, headers=token).status_code
            tokens = f"{localcloud.auth_url}/auth/tokens"
            subject = {"X-Subject-Token": token["X-Auth-Token"]}
            http.delete(tokens, headers=token | subject).raise_for_status()

            assert before == 204
            assert comes_true(
                lambda: http.head(url, headers=token).status_code == 401, 10
            )


def test_keystone__many_at_once(localcloud: RunningCloud) -> None:
    """No writer finds the database locked by another."""
    with storage_of(localcloud, "localcloud-admin") as admin:
        token = {"X-Auth-Token": str(admin.session.get_token())}
    answers: list[int] = []

    def create_projects(who: int) -> None:
        with requests.Session() as http:
            for number in range(5):
                project = {"name": f"many-{who}-{number}", "domain_id": "default"}
                answer = http.post(
                    f"{localcloud.auth_url}/projects",
                    json={"project": project},
                    headers=token,
                )
                answers.append(answer.status_code)

    threads = [threading.Thread(target=create_projects, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [201] * 20
