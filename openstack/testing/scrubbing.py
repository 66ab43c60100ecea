"""Taking out of a recording what nobody else may know.

What is left has the same shape: an ID becomes another ID, a host another host, each
the same one wherever it stands. Headers are kept by a list of those that say
something; what nobody thought of is dropped.
"""

from __future__ import annotations

import base64
import copy
import json
import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: What stands where a secret was.
REDACTED = "REDACTED"

_KEPT_HEADERS = re.compile(
    r"accept(-ranges)?|content-(type|length|range|disposition|encoding)|destination"
    r"|etag|fresh-metadata|if-[a-z-]+|last-modified|link|location|openstack-api-version"
    r"|range|retry-after|x-(account|container|object|remove|copy|copied|delete|detect"
    r"|newest|symlink|static|versions|history|storage|fresh|manifest|history|openstack"
    r"|timestamp|subject|auth|trans|web|meta|timestamp|if|backend|cdn)(-[a-z0-9_-]+)?",
    re.IGNORECASE,
)
_SECRET_NAME = re.compile(
    r".*(pass(word|wd|code|phrase|key)?|secret|signature)|(x-[a-z]+-)?token"
    r"|.*[-_]key(-\d+)?|audit_ids",
    re.IGNORECASE,
)
_CHECKSUM_NAME = re.compile(r"etag|hash|x-object-manifest-etag", re.IGNORECASE)
_HOST = re.compile(r"(?<=://)[^/\s\"'<>]+")
# A word boundary would miss the ID in AUTH_<id>: "_" counts as part of a word.
_ID = re.compile(
    r"(?<![0-9a-f])([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(?![0-9a-f])"
)
_TRANSACTION = re.compile(r"tx[0-9a-f]{21}-[0-9a-f]{10}")


class Scrubber:
    """Scrubs one recording.

    :param secrets: values that may stand nowhere: those of the profile it was
        recorded with.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets = sorted(filter(None, secrets), key=len, reverse=True)
        self._pseudonyms: dict[str, str] = {}
        self._hosts: dict[str, str] = {}
        self._checksums: set[str] = set()

    def scrub(self, recording: Mapping[str, Any]) -> dict[str, Any]:
        """Return a copy of a recording, as betamax has it, without secrets."""
        scrubbed: dict[str, Any] = copy.deepcopy(dict(recording))
        for interaction in scrubbed["http_interactions"]:
            for side in ("request", "response"):
                _make_readable(interaction[side]["body"])
                self._checksums |= set(_checksums(interaction[side]))
        for interaction in scrubbed["http_interactions"]:
            interaction["request"]["uri"] = self.text(interaction["request"]["uri"])
            interaction["response"]["url"] = self.text(interaction["response"]["url"])
            for side in ("request", "response"):
                self._scrub_side(interaction[side])
        return scrubbed

    def _scrub_side(self, side: dict[str, Any]) -> None:
        body = side["body"]
        if "string" in body:
            body["string"] = self._body(body["string"])
        side["headers"] = {
            name: [self._value(name, value) for value in values]
            for name, values in side["headers"].items()
            if _KEPT_HEADERS.fullmatch(name)
        }
        for name in side["headers"]:
            # The answer to a HEAD tells of a body that it does not have.
            if name.lower() == "content-length" and body.get("string"):
                side["headers"][name] = [str(len(body["string"].encode()))]

    def _body(self, text: str) -> str:
        try:
            decoded = json.loads(text)
        except ValueError:
            return self.text(text)
        return json.dumps(self._value("", decoded))

    def _value(self, name: str, value: Any) -> Any:
        """Scrub a value, which stands in a member or header of that name."""
        if isinstance(value, dict):
            members = cast("Mapping[str, Any]", value)
            return {key: self._value(key, member) for key, member in members.items()}
        if isinstance(value, list):
            items = cast("Iterable[Any]", value)
            return [self._value(name, item) for item in items]
        return self._plain(name, value) if isinstance(value, str) else value

    def _plain(self, name: str, value: str) -> str:
        if _SECRET_NAME.fullmatch(name):
            return REDACTED
        if name == "expires_at":
            # A recording must not grow too old to be replayed.
            return "9999-12-31T23:59:59.000000Z"
        return self.text(value)

    def text(self, text: str) -> str:
        """Scrub text of any kind."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        text = _HOST.sub(self._host, text)
        text = _TRANSACTION.sub("tx" + "0" * 21 + "-" + "0" * 10, text)
        return _ID.sub(self._id, text)

    def _host(self, match: re.Match[str]) -> str:
        number = len(self._hosts) + 1
        return self._hosts.setdefault(match[0], f"host-{number}.cloud.invalid")

    def _id(self, match: re.Match[str]) -> str:
        found = match[0]
        if found in self._checksums:
            return found
        number = f"{len(self._pseudonyms) + 1:032x}"
        if "-" in found:
            number = "-".join(re.findall(r"(.{8})(.{4})(.{4})(.{4})(.{12})", number)[0])
        return self._pseudonyms.setdefault(found, number)


def _make_readable(body: dict[str, Any]) -> None:
    """Keep a body as text where it is text: a recording is read by people."""
    encoded = body.get("base64_string")
    if encoded is None:
        return
    try:
        body["string"] = base64.b64decode(encoded).decode()
    except UnicodeDecodeError:
        return
    del body["base64_string"]


def _checksums(side: Mapping[str, Any]) -> Iterator[str]:
    """Yield what looks like an ID and is the checksum of a body."""
    for name, values in side["headers"].items():
        if _CHECKSUM_NAME.fullmatch(name):
            yield from (value.strip('"') for value in values)
    try:
        decoded = json.loads(side["body"].get("string", ""))
    except ValueError:
        return
    listed = cast("Iterable[Any]", decoded if isinstance(decoded, list) else [decoded])
    for item in listed:
        members = cast("Mapping[str, Any]", item if isinstance(item, dict) else {})
        found = (v for k, v in members.items() if _CHECKSUM_NAME.fullmatch(k))
        yield from (value for value in found if isinstance(value, str))
