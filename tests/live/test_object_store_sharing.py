"""What others may do: temporary URLs, forms, web sites, access, quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests

from openstack import errors
from openstack.object_store import ObjectStorage

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.live

NAME = "dir/ä b?.txt"


@pytest.fixture
def shared(ob: ObjectStorage, container: str) -> Iterator[str]:
    """Return a container with an object, in an account with a key."""
    ob.upload_object(container, NAME, data=b"secret")
    ob.set_account_temp_url_key("k é")
    yield container
    ob.delete_account_metadata(["temp-url-key"])


@pytest.mark.parametrize("digest", ["sha256", "sha512"])
@pytest.mark.parametrize(
    "options", [{}, {"ip_range": "127.0.0.1"}, {"ip_range": "127.0.0.0/8"}]
)
def test_temp_url(
    ob: ObjectStorage, shared: str, digest: Any, options: dict[str, str]
) -> None:
    made: dict[str, Any] = {"seconds": 60, "digest": digest, **options}
    url = ob.generate_object_temp_url(NAME, shared, **made)

    answer = requests.get(url, timeout=9)

    assert (200, b"secret") == (answer.status_code, answer.content)
    assert requests.put(url, data=b"x", timeout=9).status_code == 401


def test_temp_url__refused(ob: ObjectStorage, shared: str) -> None:
    for made in (
        {"ip_range": "10.0.0.0/8", "seconds": 60},
        {"seconds": "2020-01-01T00:00:00Z"},
        {"seconds": 60, "temp_url_key": "wrong"},
    ):
        options: dict[str, Any] = made
        url = ob.generate_object_temp_url(NAME, shared, **options)

        assert requests.get(url, timeout=9).status_code == 401


def test_temp_url__of_a_path(ob: ObjectStorage, shared: str) -> None:
    address = ob.located().url
    host, _, account = address.partition("/v1/")
    path = f"/v1/{account}/{shared}/{NAME}"

    below = ob.generate_temp_url(path, 60, "GET", iso8601=True)

    assert requests.get(host + below, timeout=9).content == b"secret"


def test_temp_url__for_a_browser(ob: ObjectStorage, shared: str) -> None:
    url = ob.generate_object_temp_url(NAME, shared, seconds=60, filename="né.txt")
    shown = requests.get(url, timeout=9).headers["Content-Disposition"]
    assert "n%C3%A9.txt" in shown

    url = ob.generate_object_temp_url(NAME, shared, seconds=60, inline=True)
    assert requests.get(url, timeout=9).headers["Content-Disposition"] == "inline"


def test_temp_url__prefix(ob: ObjectStorage, shared: str) -> None:
    url = ob.generate_object_temp_url("dir/", shared, seconds=60, prefix=True)
    address, _, query = url.partition("?")

    whole = f"{address}{quote('ä b?.txt')}?{query}"

    assert requests.get(whole, timeout=9).content == b"secret"
    other = f"{address.removesuffix('dir/')}other?{query}"
    assert requests.get(other, timeout=9).status_code == 401


def test_temp_url__upload(ob: ObjectStorage, shared: str) -> None:
    """A container's second key goes before its first, and before the account's."""
    ob.set_container_temp_url_key(shared, "first")
    ob.set_container_temp_url_key(shared, "second", secondary=True)
    assert ob.get_temp_url_key(shared) == b"second"
    assert "k é".encode() == ob.get_temp_url_key()

    url = ob.generate_object_temp_url("new", shared, seconds=60, method="PUT")

    assert requests.put(url, data=b"1", timeout=9).status_code == 201
    assert ob.download_object("new", shared) == b"1"


@pytest.mark.parametrize("digest", ["sha256", "sha512"])
def test_form(ob: ObjectStorage, shared: str, digest: Any) -> None:
    expires, signature = ob.generate_form_signature(
        shared,
        object_prefix="up/é",
        redirect_url="",
        max_file_size=100,
        max_upload_count=1,
        timeout=60,
        digest=digest,
    )

    fields = {
        "redirect": "",
        "max_file_size": "100",
        "max_file_count": "1",
        "expires": str(expires),
        "signature": signature,
    }
    answer = requests.post(
        f"{ob.located().url}/{quote(shared)}/{quote('up/é')}",
        data=fields,
        files={"file1": ("f.txt", b"form")},
        timeout=9,
    )

    assert answer.status_code == 201
    assert ob.download_object("up/éf.txt", shared) == b"form"


def test_website(ob: ObjectStorage, container: str) -> None:
    ob.update_container(container, read_acl=".r:*,.rlistings")
    ob.upload_object(container, "index.html", data="<h1>Hello</h1>")
    ob.upload_object(container, "404error.html", data="<h1>Gone</h1>")
    address = f"{ob.located().url}/{quote(container)}/"

    made = ob.set_container_website(container, index="index.html", error="error.html")

    assert {"web-index": "index.html", "web-error": "error.html"} == made.metadata
    assert requests.get(address, timeout=9).text == "<h1>Hello</h1>"
    missing = requests.get(f"{address}missing", timeout=9)
    assert (404, "<h1>Gone</h1>") == (missing.status_code, missing.text)
    assert {} == ob.delete_container_website(container).metadata


def test_access(ob: ObjectStorage, shared: str) -> None:
    account = ob.get_account_metadata().name
    with ObjectStorage(cloud="localcloud-alt") as other:
        theirs = f"{other.located().url.rpartition('/')[0]}/{account}/{quote(shared)}"
        # Nobody's own account is another's, so the address is whole.
        with pytest.raises(errors.Forbidden):
            other._request("GET", theirs)  # noqa: SLF001 - for what has no method

        project = other.connection.current_project_id
        ob.update_container(shared, read_acl=f"{project}:*")

        other._request("GET", theirs)  # noqa: SLF001 - the same
        other.create_container("copies")
        other.copy_object(
            NAME, shared, destination_container="copies", source_account=account
        )
        assert other.download_object(NAME, "copies") == b"secret"
        other.delete_container("copies", with_objects=True)


def test_quota(ob: ObjectStorage, container: str) -> None:
    account = ob.get_account_metadata().name
    with pytest.raises(errors.Forbidden):
        ob.set_account_quota(quota_bytes=1)

    with ObjectStorage(cloud="localcloud-admin") as admin:
        admin.set_account_quota(quota_bytes=10_000, quota_count=900, account=account)
        found = ob.get_account_metadata()
        assert (10_000, 900) == (found.quota_bytes, found.quota_count)
        with pytest.raises(errors.ContentTooLarge):
            ob.upload_object(container, "o", data=b"x" * 10_001)

        admin.set_account_quota(quota_bytes=None, quota_count=None, account=account)
    found = ob.get_account_metadata()
    assert (None, None) == (found.quota_bytes, found.quota_count)


def test_synchronisation(ob: ObjectStorage, container: str) -> None:
    """The service knows no other, and says so: it was asked for one."""
    with pytest.raises(errors.BadRequest, match="No realm key for 'realm'"):
        ob.update_container(
            container, sync_to="//realm/cluster/account/container", sync_key="k"
        )


def test_info(ob: ObjectStorage) -> None:
    info = ob.get_info()

    assert info.swift is not None
    assert info.swift["max_object_name_length"] == ob.max_object_name_length
    assert info.swift["max_container_name_length"] == ob.max_container_name_length
    for ability in (info.slo, info.symlink, info.object_versioning, info.tempurl):
        assert ability is not None
    assert ob.get_object_segment_size(1) == 1
