from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from openstack.extending import API_VERSION
from openstack.extending.errors import BrokenExtension, IncompatibleExtension
from openstack.extending.manifest import (
    Manifest,
    normalised,
    parse,
    read,
    why_incompatible,
)

if TYPE_CHECKING:
    from pathlib import Path

VENDOR: dict[str, Any] = {
    "schema": 1,
    "name": "CloudVendor",
    "kind": "vendor",
    "requires_core_api": "1.0",
    "connection": "cloudvendor.connection:Connection",
}
MIXIN: dict[str, Any] = {
    "schema": 1,
    "name": "Audit",
    "kind": "mixin",
    "requires_core_api": "1.0",
}


def test_parse__what_is_left_out_is_empty() -> None:
    expected = Manifest(
        name="CloudVendor",
        kind="vendor",
        requires_core_api="1.0",
        connection="cloudvendor.connection:Connection",
        exports={},
        auth_hosts=(),
        profiles={},
        uses=(),
        stewards=(),
        description="",
    )

    assert expected == parse(VENDOR)


def test_parse__everything() -> None:
    members = {
        **VENDOR,
        "exports": {"CloudVendorStorage": "cloudvendor.storage:Storage"},
        "auth_hosts": ["cloud-vendor.example", "other.example"],
        "profiles": {"cloudvendor": {"auth": {"auth_url": "https://a.example"}}},
        "uses": ["Audit>=1.0"],
        "stewards": ["A. Person"],
        "description": "The cloud of a vendor.",
    }

    manifest = parse(members)

    assert manifest.exports == {"CloudVendorStorage": "cloudvendor.storage:Storage"}
    assert manifest.auth_hosts == ("cloud-vendor.example", "other.example")
    assert manifest.profiles == members["profiles"]
    assert manifest.uses == ("Audit>=1.0",)
    assert manifest.stewards == ("A. Person",)
    assert manifest.description == "The cloud of a vendor."


def test_parse__mixin_has_no_connection() -> None:
    assert parse(MIXIN).connection == ""


@pytest.mark.parametrize("key", ["name", "kind", "requires_core_api"])
def test_parse__required_key_is_missing(key: str) -> None:
    members = {k: value for k, value in VENDOR.items() if k != key}

    with pytest.raises(BrokenExtension) as caught:
        parse(members)

    assert str(caught.value) == f"'{key}' is missing."


def test_parse__vendor_without_a_connection() -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**MIXIN, "kind": "vendor"})

    assert str(caught.value) == (
        "'connection' is missing: a vendor names its connection class, as"
        ' "module:Class".'
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("connection", "audit:Connection"),
        ("auth_hosts", ["a.example"]),
        ("profiles", {"audit": {}}),
    ],
)
def test_parse__mixin_with_what_chooses_a_vendor(key: str, value: object) -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**MIXIN, key: value})

    assert str(caught.value) == (
        f"'{key}' is there, and a mixin has none: no cloud is chosen by it."
    )


def test_parse__unknown_key() -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**VENDOR, "auth_host": "a.example"})

    assert str(caught.value) == (
        "'auth_host' is no key of a manifest. Did you mean 'auth_hosts'? There are:"
        " schema, name, kind, requires_core_api, connection, exports, auth_hosts,"
        " profiles, uses, stewards, description."
    )


@pytest.mark.parametrize("members", [[], "text", None, 1])
def test_parse__no_object(members: object) -> None:
    with pytest.raises(BrokenExtension, match="and must hold an object"):
        parse(members)


@pytest.mark.parametrize("schema", [None, "1", 1.0, True, 0])
def test_parse__no_schema(schema: object) -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**VENDOR, "schema": schema})

    assert str(caught.value) == (
        f"'schema' is {json.dumps(schema)}, and must be the number 1."
    )


def test_parse__newer_schema_needs_a_newer_core() -> None:
    """Said before a key is found unknown, which a newer core may know."""
    with pytest.raises(IncompatibleExtension) as caught:
        parse({**VENDOR, "schema": 2, "colour": "blue"})

    assert str(caught.value) == (
        "'schema' is 2, and this core reads 1. Upgrade stackbase."
    )


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("name", "cloud-vendor", "'name' is \"cloud-vendor\", and must be a name that"),
        ("name", "_private", "'name' is"),
        ("name", "None", "'name' is"),
        ("name", "none", "'name' is"),
        ("name", 3, "'name' is 3"),
        ("kind", "seller", '\'kind\' is "seller", and must be "vendor" or "mixin"'),
        ("requires_core_api", "1", 'must be a version such as "1.0"'),
        ("requires_core_api", 1.0, "'requires_core_api' is 1.0, and must be"),
        ("requires_core_api", "1.x", "must be a version"),
        ("connection", "vendor.Connection", 'must be a place in a module, as "module'),
        ("connection", "vendor:a.b", "must be a place"),
        ("connection", "os; import x:y", "must be a place"),
        ("exports", ["Storage"], "'exports' is [\"Storage\"], and must be an object"),
        ("exports", {"Storage": "storage"}, "'exports.Storage' is \"storage\", and"),
        (
            "exports",
            {"a-b": "a:B"},
            "'exports.<key>' is \"a-b\", and must be a name",
        ),
        (
            "auth_hosts",
            "a.example",
            "'auth_hosts' is \"a.example\", and must be a list",
        ),
        ("auth_hosts", ["https://a.example"], "'auth_hosts[0]' is \"https://a.example"),
        ("auth_hosts", ["a.example", "*.example"], "'auth_hosts[1]' is"),
        ("auth_hosts", ["a.example:5000"], "'auth_hosts[0]' is"),
        ("auth_hosts", ["A.example"], "must be a host in small letters"),
        ("auth_hosts", ["example"], "'auth_hosts[0]' is"),
        ("auth_hosts", [".example"], "'auth_hosts[0]' is"),
        ("auth_hosts", ["192.0.2.1"], "'auth_hosts[0]' is"),
        ("profiles", {"a": []}, "'profiles.a' is [], and must be an object"),
        ("profiles", {"": {}}, "'profiles.<key>' is \"\", and must be a text that"),
        ("profiles", {"a": {"vendor": "b"}}, "'profiles.a.vendor' is there, and"),
        ("profiles", {"a": {"profile": "b"}}, "'profiles.a.profile' is there, and"),
        ("uses", ["Audit", 3], "'uses[1]' is 3, and must be a text"),
        ("stewards", [" "], "'stewards[0]' is \" \", and must be a text that is not"),
        ("description", "", "'description' is \"\", and must be a text that is not"),
    ],
)
def test_parse__wrong_value(key: str, value: object, told: str) -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**VENDOR, key: value})

    assert told in str(caught.value)


def test_parse__long_values_are_cut() -> None:
    with pytest.raises(BrokenExtension) as caught:
        parse({**VENDOR, "name": "-" * 1000})

    assert len(str(caught.value)) < 200


def test_read__names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "openstack-extension.json"
    path.write_text('{"schema": 1}')

    with pytest.raises(BrokenExtension) as caught:
        read(path)

    assert str(caught.value) == f"{path}: 'name' is missing."


def test_read__keeps_the_kind_of_error(tmp_path: Path) -> None:
    path = tmp_path / "openstack-extension.json"
    path.write_text('{"schema": 2}')

    with pytest.raises(IncompatibleExtension):
        read(path)


def test_read__a_file_that_is_right(tmp_path: Path) -> None:
    path = tmp_path / "openstack-extension.json"
    path.write_text(json.dumps({**VENDOR, "description": "Wölkchen"}), "utf-8")

    assert read(path).description == "Wölkchen"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"{", "is no JSON in UTF-8: Expecting property name"),
        (b'{"name": "\xff"}', "is no JSON in UTF-8: 'utf-8' codec"),
        (b'{"name": "a", "name": "b"}', "the key 'name' stands twice in one object"),
    ],
)
def test_read__no_json(content: bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "openstack-extension.json"
    path.write_bytes(content)

    with pytest.raises(BrokenExtension) as caught:
        read(path)

    assert str(caught.value).startswith(f"{path} ")
    assert told in str(caught.value)


def test_read__what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BrokenExtension) as caught:
        read(tmp_path)

    assert str(caught.value) == f"{tmp_path} cannot be read: Is a directory."


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("cloud.example", True),
        ("identity.eu.cloud.example", True),
        ("mycloud.example", False),
        ("cloud.example.com", False),
        ("example", False),
    ],
)
def test_claims__the_host_and_what_is_below(host: str, expected: bool) -> None:  # noqa: FBT001 - a value of the table
    manifest = parse({**VENDOR, "auth_hosts": ["cloud.example"]})

    assert manifest.claims(host) is expected


@pytest.mark.parametrize(
    "name", ["cloud-vendor", "CloudVendor", "cloud_vendor", "CLOUD vendor"]
)
def test_normalised__spellings_are_the_same(name: str) -> None:
    assert normalised(name) == "cloudvendor"


def needing(version: str) -> Manifest:
    """Return the manifest of an extension that needs a version of the API."""
    return parse({**VENDOR, "requires_core_api": version})


def test_why_incompatible__what_it_was_written_for() -> None:
    assert why_incompatible(needing(API_VERSION)) == ""


def test_why_incompatible__newer_minor() -> None:
    major, minor = map(int, API_VERSION.split("."))
    needed = f"{major}.{minor + 1}"

    assert why_incompatible(needing(needed)) == (
        f"it needs version {needed} of the extension API, and this core offers"
        f" {API_VERSION}. Upgrade stackbase."
    )


def test_why_incompatible__newer_major() -> None:
    assert "Upgrade stackbase." in why_incompatible(needing("99.0"))


def test_why_incompatible__older_major() -> None:
    assert "Upgrade the extension." in why_incompatible(needing("0.9"))
