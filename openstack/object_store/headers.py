"""Headers: what Object Storage writes its answers, and reads its settings, in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any, ClassVar, Self

from openstack.errors import InvalidArgument
from openstack.http import object_of
from openstack.resource import Resource

#: A value of a header: ``None`` takes away what is set.
Value = str | int | bool | None

# An underscore is no different from a hyphen where WSGI hands headers on, so servers
# drop what has one: https://eventlet.readthedocs.io/en/latest/modules/wsgi.html
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^`|~-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Described(Resource):
    """A resource that Object Storage describes with headers."""

    #: What the headers of its metadata begin with.
    metadata_prefix: ClassVar[str] = ""
    #: The member that each header stands for, where their names differ.
    header_members: ClassVar[Mapping[str, str]] = {}
    #: Whether metadata may be empty; Object Storage deletes what is.
    keeps_empty_metadata: ClassVar[bool] = False

    @classmethod
    def from_wire(cls, members: Mapping[str, Any]) -> Self:
        """Make a resource of an item of a list, or of headers; its name is its ID."""
        found = object_of(members)
        name = found.get("name", found.get("subdir"))
        named = {} if name is None else {"id": name, "name": name}
        return super().from_wire({**found, **named})

    @classmethod
    def from_headers(cls, headers: Mapping[str, str], **known: Any) -> Self:
        """Make a resource of the headers of an answer.

        :param known: members that stand in no header, such as the name.
        """
        found = {name.lower(): decoded(value) for name, value in headers.items()}
        members = {
            member: found.pop(header)
            for header, member in cls.header_members.items()
            if header in found
        }
        prefix, declared = cls.metadata_prefix, {field.wire for field in cls.fields()}
        metadata = {
            name.removeprefix(prefix): found.pop(name)
            for name in tuple(found)
            if name.startswith(prefix) and name not in declared
        }
        return cls.from_wire({**found, **members, "metadata": metadata, **known})

    @classmethod
    def to_wire(cls, members: Mapping[str, Any]) -> dict[str, Any]:
        """Return the headers of a request, their values not yet as text."""
        names = {member: header for header, member in cls.header_members.items()}
        named = super().to_wire(members)
        return {names.get(name, name): value for name, value in named.items()}


def encoded(text: str) -> str:
    """Return text as the HTTP library sends it, for Swift reads UTF-8."""
    return text.encode().decode("latin-1")


def decoded(text: str) -> str:
    """Return the text of a header, which the HTTP library reads as Latin-1."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def settings(values: Mapping[str, Any]) -> dict[str, str]:
    """Return headers that set what was given; ``None`` takes away what is set.

    An empty header takes a setting away:
    https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata

    :param values: values by the name of their header.
    :raises InvalidArgument: a name or a value cannot be sent.
    """
    for name in values:
        if not _NAME.fullmatch(name):
            raise InvalidArgument(f"A header cannot be named {name!r}.")
    return {name.lower(): _text(name, value) for name, value in values.items()}


def metadata(
    prefix: str, values: Mapping[str, str], *, may_be_empty: bool
) -> dict[str, str]:
    """Return the headers of metadata.

    :param prefix: what their names begin with.
    :raises InvalidArgument: a name or a value cannot be sent.
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        header = metadata_header(prefix, name)
        if header in found:
            raise InvalidArgument(
                f"Metadata is named {name!r} twice: upper and lower case are the same."
            )
        if not value and not may_be_empty:
            raise InvalidArgument(
                f"The metadata {name!r} is empty, and Object Storage would delete it."
                " If that is meant, delete it by its name."
            )
        found[header] = encoded(checked(f"metadata {name!r}", value))
    return found


def metadata_header(prefix: str, name: str) -> str:
    """Return the name of the header of a metadata item.

    :raises InvalidArgument: it cannot be sent.
    """
    if not _NAME.fullmatch(name):
        raise InvalidArgument(
            f"Metadata cannot be named {name!r}: a name is made of ASCII letters,"
            " digits, hyphens and the like, without spaces, colons and underscores."
        )
    return prefix + name.lower()


def _text(name: str, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else encoded(checked(name, value))


def checked(what: str, text: str) -> str:
    """Return text that may stand in a header.

    :raises InvalidArgument: it may not.
    """
    if not isinstance(text, str):
        raise InvalidArgument(
            f"The value of {what} is {type(text).__name__!r}, and must be text."
        )
    if _CONTROL.search(text) or text != text.strip(" "):
        raise InvalidArgument(
            f"The value of {what} cannot be sent in a header: {text!r} has a line"
            " break, another control character, or a space at an end."
        )
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InvalidArgument(
            f"The value of {what} cannot be sent: {text!r} is no valid Unicode."
        ) from None
    return text


def timestamp(what: str, moment: datetime) -> int:
    """Return the seconds from 1970 to a moment.

    :raises InvalidArgument: it has no time zone.
    """
    return int(_in_a_zone(what, moment).timestamp())


def http_date(what: str, moment: datetime | str) -> str:
    """Return a moment as headers have it.

    :raises InvalidArgument: it has no time zone.
    """
    if isinstance(moment, str):
        return checked(what, moment)
    zoned = _in_a_zone(what, moment)
    return format_datetime(datetime.fromtimestamp(zoned.timestamp(), UTC), usegmt=True)


def _in_a_zone(what: str, moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise InvalidArgument(
            f"The time of {what} has no zone: give it one, such as"
            " datetime.now(timezone.utc)."
        )
    return moment
