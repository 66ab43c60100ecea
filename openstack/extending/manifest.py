"""The manifest: what an extension says of itself without being imported.

It is the file ``openstack-extension.json`` beside the extension's code. Its keys are
the attributes of :class:`Manifest`, and ``schema``, the version of the format: 1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from keyword import iskeyword
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeGuard

import attrs

from openstack._similar import did_you_mean
from openstack.extending import API_VERSION
from openstack.extending.errors import (
    BrokenExtension,
    ExtensionError,
    IncompatibleExtension,
)

if TYPE_CHECKING:
    from pathlib import Path

Kind: TypeAlias = Literal["vendor", "mixin"]

#: What the file is called.
FILE_NAME: Final = "openstack-extension.json"
#: The version of the format that is read here.
SCHEMA: Final = 1


@attrs.frozen(kw_only=True)
class Manifest:
    """What an extension says of itself."""

    #: What users call it: ``from openstack.extensions import <name>``.
    name: str
    #: ``"vendor"``, or ``"mixin"`` for code that several vendors share.
    kind: Kind
    #: The version of the extension API that it is written for: major.minor.
    requires_core_api: str
    #: Where a vendor's connection class is: ``"module:Class"``. A mixin has none.
    connection: str = ""
    #: What else users import by name, and where it is: ``"module:Class"``.
    exports: Mapping[str, str] = attrs.field(factory=dict[str, str])
    #: The hosts that users of the vendor log in at, or parent domains of them.
    auth_hosts: Sequence[str] = ()
    #: The profiles that the vendor ships: each like an entry of ``clouds.yaml``.
    profiles: Mapping[str, Mapping[str, Any]] = attrs.field(
        factory=dict[str, Mapping[str, Any]]
    )
    #: The extensions that it builds upon, such as ``"CdnStorage>=1.0"``.
    uses: Sequence[str] = ()
    #: Who answers for it.
    stewards: Sequence[str] = ()
    #: What it is, in one sentence.
    description: str = ""

    def claims(self, host: str) -> bool:
        """Return whether a host is one of the vendor's, or below one."""
        return any(host == own or host.endswith(f".{own}") for own in self.auth_hosts)


def normalised(name: str) -> str:
    """Return the form in which names compare: ``cloud-vendor`` is ``CloudVendor``."""
    return re.sub(r"[\s._-]+", "", name).casefold()


def why_incompatible(manifest: Manifest) -> str:
    """Say why this core is not what an extension needs; ``""`` when it is.

    It is when the major versions are the same, and the core's minor is not older.
    """
    needed, offered = manifest.requires_core_api, API_VERSION
    need, offer = (tuple(map(int, v.split("."))) for v in (needed, offered))
    if need[0] == offer[0] and need[1] <= offer[1]:
        return ""
    older = "stackbase" if need > offer else "the extension"
    return (
        f"it needs version {needed} of the extension API, and this core offers"
        f" {offered}. Upgrade {older}."
    )


def read(path: Path) -> Manifest:
    """Read a manifest.

    :raises BrokenExtension: it is not what a manifest should be.
    :raises IncompatibleExtension: it is of a format that only a newer core reads.
    """
    try:
        members = json.loads(path.read_text("utf-8"), object_pairs_hook=_without_twins)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BrokenExtension(f"{path} cannot be read: {reason}.") from error
    except ValueError as error:
        raise BrokenExtension(f"{path} is no JSON in UTF-8: {error}.") from error
    try:
        return parse(members)
    except ExtensionError as error:
        raise type(error)(f"{path}: {error}") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members: dict[str, Any] = {}
    for key, value in pairs:
        if key in members:
            raise ValueError(f"the key {key!r} stands twice in one object")
        members[key] = value
    return members


def parse(members: Any) -> Manifest:
    """Make a manifest of the members of its file.

    :raises BrokenExtension: it is not what a manifest should be.
    :raises IncompatibleExtension: it is of a format that only a newer core reads.
    """
    _check_schema(members)
    for key in members:
        if key not in _KEYS:
            raise BrokenExtension(
                f"'{key}' is no key of a manifest.{did_you_mean(key, _KEYS)}"
                f" There are: {', '.join(_KEYS)}."
            )
    for key in ("name", "kind", "requires_core_api"):
        if key not in members:
            raise BrokenExtension(f"'{key}' is missing.")
    manifest = Manifest(
        **{
            key: read_value(key, members[key])
            for key, read_value in _KEYS.items()
            if key in members and key != "schema"
        }
    )
    _check_kind(manifest)
    return manifest


def _check_schema(members: Any) -> None:
    if not _is_object(members):
        raise BrokenExtension(f"It holds {_shown(members)}, and must hold an object.")
    schema = members.get("schema")
    if isinstance(schema, bool) or not isinstance(schema, int) or schema < SCHEMA:
        raise _wrong("schema", schema, f"the number {SCHEMA}")
    if schema > SCHEMA:
        raise IncompatibleExtension(
            f"'schema' is {schema}, and this core reads {SCHEMA}. Upgrade stackbase."
        )


def _check_kind(manifest: Manifest) -> None:
    if manifest.kind == "vendor":
        if not manifest.connection:
            raise BrokenExtension(
                "'connection' is missing: a vendor names its connection class,"
                ' as "module:Class".'
            )
        return
    for key in ("connection", "auth_hosts", "profiles"):
        if getattr(manifest, key):
            raise BrokenExtension(
                f"'{key}' is there, and a mixin has none: no cloud is chosen by it."
            )


def _wrong(key: str, value: Any, expected: str) -> BrokenExtension:
    return BrokenExtension(f"'{key}' is {_shown(value)}, and must be {expected}.")


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


_LONGEST = 60


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_Reader: TypeAlias = Callable[[str, Any], Any]


def _matching(accepts: Callable[[str], object], expected: str) -> _Reader:
    def read_text(key: str, value: Any) -> str:
        if not isinstance(value, str) or not accepts(value):
            raise _wrong(key, value, expected)
        return value

    return read_text


def _list_of(read_item: _Reader) -> _Reader:
    def read_list(key: str, value: Any) -> tuple[Any, ...]:
        if not _is_list(value):
            raise _wrong(key, value, "a list")
        return tuple(read_item(f"{key}[{i}]", item) for i, item in enumerate(value))

    return read_list


def _object_of(read_name: _Reader, read_member: _Reader) -> _Reader:
    def read_object(key: str, value: Any) -> dict[str, Any]:
        if not _is_object(value):
            raise _wrong(key, value, "an object")
        return {
            read_name(f"{key}.<key>", name): read_member(f"{key}.{name}", member)
            for name, member in value.items()
        }

    return read_object


def is_public(name: str) -> bool:
    """Return whether a name can be imported from ``openstack.extensions``."""
    plain = name.isidentifier() and not iskeyword(name)
    # `vendor: none` stands for the core.
    return plain and not name.startswith("_") and normalised(name) != "none"


def _profile(key: str, value: Any) -> dict[str, Any]:
    settings: dict[str, Any] = _object_of(_text, lambda _, setting: setting)(key, value)
    for chooser in ("vendor", "profile", "cloud"):
        if chooser in settings:
            raise BrokenExtension(
                f"'{key}.{chooser}' is there, and a profile of an extension has none:"
                " whoever uses it has chosen the extension."
            )
    return settings


_LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?"
#: At least two labels, so that nobody claims a whole top-level domain; the last one is
#: no number, because an address has no parent domain.
_HOST = re.compile(rf"({_LABEL}\.)+(?!\d+$){_LABEL}")
_PLACE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*:[^\W\d]\w*")
_VERSION = re.compile(r"\d+\.\d+", re.ASCII)

_text = _matching(str.strip, "a text that is not empty")
_name = _matching(is_public, "a name that can be imported, such as 'CloudVendor'")
_place = _matching(_PLACE.fullmatch, 'a place in a module, as "module:Class"')
_host = _matching(
    _HOST.fullmatch, "a host in small letters, without port or '*', such as 'a.example'"
)

#: How the value of each key is read.
_KEYS: Mapping[str, _Reader] = {
    "schema": lambda _, value: value,
    "name": _name,
    "kind": _matching(("vendor", "mixin").__contains__, '"vendor" or "mixin"'),
    "requires_core_api": _matching(_VERSION.fullmatch, 'a version such as "1.0"'),
    "connection": _place,
    "exports": _object_of(_name, _place),
    "auth_hosts": _list_of(_host),
    "profiles": _object_of(_text, _profile),
    "uses": _list_of(_text),
    "stewards": _list_of(_text),
    "description": _text,
}
