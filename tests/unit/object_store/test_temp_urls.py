from __future__ import annotations

import base64
import hashlib
import hmac
import time
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from openstack import errors
from openstack.errors import InvalidArgument
from openstack.object_store import Object, ObjectStorage
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID

ACCOUNT = f"/v1/AUTH_{PROJECT_ID}"
PATH = f"{ACCOUNT}/c/å ?"


def signed(key: bytes, *lines: object, digest: str = "sha256") -> str:
    """Return a signature, as Swift's documentation makes it."""
    return hmac.new(key, "\n".join(map(str, lines)).encode(), digest).hexdigest()


def query(url: str) -> dict[str, str]:
    """Return the query of a URL."""
    found = parse_qs(urlsplit(url).query, keep_blank_values=True)
    return {name: value for name, (value,) in found.items()}


def test_set_account_temp_url_key(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/", Answer(status=204))

    ob.set_account_temp_url_key("k1")
    ob.set_account_temp_url_key("k2", secondary=True)

    first, second = (sent.headers for sent in cloud.sent)
    assert first["x-account-meta-temp-url-key"] == "k1"
    assert second["x-account-meta-temp-url-key-2"] == "k2"
    assert "x-account-meta-temp-url-key" not in second


def test_set_container_temp_url_key(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "POST", "/c", Answer(status=204))

    ob.set_container_temp_url_key("c", "k1")
    ob.set_container_temp_url_key("c", "k2", secondary=True)

    first, second = (sent.headers for sent in cloud.sent)
    assert first["x-container-meta-temp-url-key"] == "k1"
    assert second["x-container-meta-temp-url-key-2"] == "k2"


@pytest.mark.parametrize(
    ("of_container", "of_account", "expected"),
    [
        ({"": "c1", "-2": "c2"}, {"": "a1"}, b"c2"),
        ({"": "c1"}, {"": "a1"}, b"c1"),
        ({}, {"": "a1", "-2": "\u00c3\u00a52"}, "å2".encode()),
        ({}, {"": "a1"}, b"a1"),
        ({}, {}, None),
    ],
)
def test_get_temp_url_key(
    cloud: FakeCloud,
    ob: ObjectStorage,
    of_container: dict[str, str],
    of_account: dict[str, str],
    expected: bytes | None,
) -> None:
    for path, kind, keys in (
        ("/c", "Container", of_container),
        ("/", "Account", of_account),
    ):
        headers = {f"X-{kind}-Meta-Temp-Url-Key{n}": key for n, key in keys.items()}
        cloud.on("object-store", "HEAD", path, Answer(status=204, headers=headers))

    assert expected == ob.get_temp_url_key("c")


def test_get_temp_url_key__of_the_account(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Account-Meta-Temp-Url-Key": "a1"}
    cloud.on("object-store", "HEAD", "/", Answer(status=204, headers=headers))

    assert ob.get_temp_url_key() == b"a1"


def test_generate_temp_url(ob: ObjectStorage) -> None:
    before = int(time.time())

    url = ob.generate_temp_url(PATH, 60, "get", temp_url_key="k")

    assert PATH == unquote(urlsplit(url).path)
    assert "%20%3F?" in url
    expires = int(query(url)["temp_url_expires"])
    assert before + 60 <= expires <= time.time() + 60
    assert signed(b"k", "GET", expires, PATH) == query(url)["temp_url_sig"]


def test_generate_temp_url__options(ob: ObjectStorage) -> None:
    url = ob.generate_temp_url(
        PATH,
        "1800000000",
        "PUT",
        absolute=True,
        prefix=True,
        iso8601=True,
        ip_range="10.0.0.0/8",
        temp_url_key=b"k",
        digest="sha1",
        filename="å b",
        inline=True,
    )

    lines = ("ip=10.0.0.0/8", "PUT", 1800000000, f"prefix:{PATH}")
    assert {
        "temp_url_sig": signed(b"k", *lines, digest="sha1"),
        "temp_url_expires": "2027-01-15T08:00:00Z",
        "temp_url_ip_range": "10.0.0.0/8",
        "temp_url_prefix": "å ?",
        "filename": "å b",
        "inline": "",
    } == query(url)


def test_generate_temp_url__sha512(ob: ObjectStorage) -> None:
    """Its digits are too many for Swift, which takes Base64 in their place."""
    url = ob.generate_temp_url(
        PATH, 1800000000, "GET", absolute=True, temp_url_key="k", digest="sha512"
    )

    lines = f"GET\n1800000000\n{PATH}".encode()
    digest = hmac.new(b"k", lines, hashlib.sha512).digest()
    expected = f"sha512:{base64.urlsafe_b64encode(digest).decode()}"
    assert expected == query(url)["temp_url_sig"]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-01-15T08:00:00Z", 1800000000),
        ("2027-01-15T09:00:00+01:00", 1800000000),
        ("2027-01-15T08:00:00", int(datetime(2027, 1, 15, 8).timestamp())),  # noqa: DTZ001 - the local time is meant
        ("2027-01-15", int(datetime(2027, 1, 15).timestamp())),  # noqa: DTZ001 - the same
    ],
)
def test_generate_temp_url__moment(
    ob: ObjectStorage, moment: str, expected: int
) -> None:
    url = ob.generate_temp_url(PATH, moment, "GET", temp_url_key="k")

    assert str(expected) == query(url)["temp_url_expires"]


@pytest.mark.parametrize(
    ("arguments", "options", "why"),
    [
        ((PATH, -1, "GET"), {}, "must be a whole number of seconds"),
        ((PATH, 1.5, "GET"), {}, "must be a whole number of seconds"),
        ((PATH, float("inf"), "GET"), {}, "must be a whole number of seconds"),
        ((PATH, "soon", "GET"), {}, "'soon' is neither a number of seconds"),
        ((PATH, 60, "GET /"), {}, "There is no HTTP method 'GET /'"),
        ((PATH, 60, ""), {}, "There is no HTTP method ''"),
        ((f"{ACCOUNT}/c/", 60, "GET"), {}, "is no path of an object"),
        ((f"{ACCOUNT}/c", 60, "GET"), {"prefix": True}, "is no path of an object"),
        (("c/o", 60, "GET"), {}, "is no path of an object"),
        (("https://a/v1/b/c/d", 60, "GET"), {}, "is no path of an object"),
        ((PATH, 60, "GET"), {"ip_range": "10.0.0.1/8"}, "no address and no network"),
        ((PATH, 60, "GET"), {"ip_range": "x"}, "no address and no network"),
        ((PATH, 60, "GET"), {"digest": "md5"}, "There is no digest 'md5'"),
    ],
)
def test_generate_temp_url__bad(
    cloud: FakeCloud,
    ob: ObjectStorage,
    arguments: tuple[Any, ...],
    options: dict[str, Any],
    why: str,
) -> None:
    with pytest.raises(InvalidArgument, match=why):
        ob.generate_temp_url(*arguments, temp_url_key="k", **options)

    assert [] == cloud.sent


def test_generate_temp_url__prefix_of_everything(ob: ObjectStorage) -> None:
    path = f"{ACCOUNT}/c/"

    url = ob.generate_temp_url(path, 60, "GET", prefix=True, temp_url_key="k")

    assert query(url)["temp_url_prefix"] == ""


def test_generate_temp_url__no_key(cloud: FakeCloud, ob: ObjectStorage) -> None:
    cloud.on("object-store", "HEAD", "/", Answer(status=204))

    with pytest.raises(InvalidArgument, match="There is no key to sign with"):
        ob.generate_temp_url(PATH, 60, "GET")


def test_generate_object_temp_url(cloud: FakeCloud, ob: ObjectStorage) -> None:
    headers = {"X-Container-Meta-Temp-Url-Key": "k"}
    cloud.on("object-store", "HEAD", "/c", Answer(status=204, headers=headers))
    obj = Object.from_wire({"name": "å ?", "container": "c"})

    url = ob.generate_object_temp_url(
        obj, seconds="2027-01-15T08:00:00Z", filename="f", inline=True
    )

    assert f"{ENDPOINTS['object-store']}/c/%C3%A5%20%3F" == url.partition("?")[0]
    assert {
        "temp_url_sig": signed(b"k", "GET", 1800000000, PATH),
        "temp_url_expires": "1800000000",
        "filename": "f",
        "inline": "",
    } == query(url)


@pytest.mark.parametrize(
    ("account", "signed_path"),
    [
        ("https://cloud.example/swift/v1/AUTH_1", "/v1/AUTH_1/c/o"),
        ("https://cloud.example/v1.0/AUTH_%C3%A5", "/v1.0/AUTH_å/c/o"),
        ("https://cloud.example/rest/a/b", "/rest/a/b/c/o"),
    ],
)
def test_generate_object_temp_url__below_a_proxy(
    account: str, signed_path: str
) -> None:
    """What stands before the version of the API is not signed."""
    cloud = FakeCloud(endpoints={**ENDPOINTS, "object-store": account})
    ob = cloud.connect().object_store

    url = ob.generate_object_temp_url(
        "o", "c", seconds="2027-01-15T08:00:00Z", temp_url_key="k", method="PUT"
    )

    assert f"{account}/c/o" == url.partition("?")[0]
    assert signed(b"k", "PUT", 1800000000, signed_path) == query(url)["temp_url_sig"]


def test_generate_object_temp_url__prefix(ob: ObjectStorage) -> None:
    url = ob.generate_object_temp_url(
        "d/",
        "c",
        seconds=60,
        prefix=True,
        ip_range="::1",
        temp_url_key="k",
        digest="sha1",
    )

    found = query(url)
    assert ("d/", "::1") == (found["temp_url_prefix"], found["temp_url_ip_range"])
    assert len(found["temp_url_sig"]) == len("0" * 40)


def test_generate_object_temp_url__no_container(
    cloud: FakeCloud, ob: ObjectStorage
) -> None:
    cloud.on("object-store", "HEAD", "/c", Answer(status=404))

    with pytest.raises(errors.NotFound):
        ob.generate_object_temp_url("o", "c", seconds=60)
    with pytest.raises(InvalidArgument, match="container of the object 'o' must be"):
        ob.generate_object_temp_url("o", seconds=60)
    with pytest.raises(InvalidArgument, match="The name of the object is empty"):
        ob.generate_object_temp_url("", "c", seconds=60)
