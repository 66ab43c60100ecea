"""Secrets, which are never shown.

A secret is everything that is not known to be none: a misspelt ``passworrd`` is
not shown, and no option of a plugin that is not one of keystoneauth's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from openstack.profile import keys
from openstack.profile.errors import NotPicklable
from openstack.profile.sections import is_list, is_mapping
from openstack.profile.tables import PLUGINS, PUBLIC_AUTH

if TYPE_CHECKING:
    from typing import NoReturn, Self

#: What is shown in the place of a secret.
MASK: Final = "***"

#: Up to the last ``@``, since a password in a URL may hold anything.
_USERINFO = re.compile(r"(?<=://)\S*@")

#: Names of secrets in mappings that belong to others: caches, metrics, vendors.
_SECRET = re.compile(
    r"pass|pwd|secret|token|credential|key|auth|code|otp|\bpin\b|private",
    re.IGNORECASE,
)

#: A shorter secret stands in too many words by accident.
_SHORTEST = 4


def shown(key: keys.Key) -> bool:
    """Whether the value of a setting may be shown."""
    if key.auth:
        return key.name in PUBLIC_AUTH
    return keys.find(key.name) is not None


def auth_shown(option: str, auth_type: str) -> bool:
    """Whether the value of an option of the authentication may be shown."""
    if auth_type not in PLUGINS:
        return option == "auth_url"
    return option in PUBLIC_AUTH


def nested_shown(name: str) -> bool:
    """Whether a member of a mapping that belongs to others may be shown."""
    return not _SECRET.search(name)


def without_secrets(text: str, secrets: Iterable[str] = ()) -> str:
    """Return the text without user names in URLs, and without these secrets.

    :param secrets: what must not be shown, wherever it stands.
    """
    for secret in secrets:
        text = text.replace(secret, MASK)
    return _USERINFO.sub(f"{MASK}@", text)


class Masked(Mapping[str, Any]):
    """A mapping that shows no secret when it is printed or logged.

    :param values: what it holds; it is never changed.
    :param names: the keys whose values may be shown.
    :param secrets: what must not be shown, wherever it stands.
    """

    __slots__ = ("_names", "_secrets", "_values")
    __hash__ = None  # type: ignore[assignment] # as any mapping

    def __init__(
        self, values: Mapping[str, Any], names: Iterable[str], secrets: Iterable[str]
    ) -> None:
        self._values = dict(values)
        self._names = frozenset(names)
        self._secrets = tuple(secrets)

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def show(self, key: str) -> str:
        """Return the value of a key as text, masked if it is a secret."""
        if key not in self._names:
            return MASK
        return self.scrub(_text(self._values[key]))

    def scrub(self, text: str) -> str:
        """Return the text with every known secret masked."""
        return without_secrets(text, self._secrets)

    def __repr__(self) -> str:
        members = (f"{key!r}: {self.show(key)!r}" for key in self._values)
        return self.scrub(f"{{{', '.join(members)}}}")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise NotPicklable("The settings hold secrets; pickle the profile instead.")


def _text(value: Any) -> str:
    """Return a value as one would write it in YAML, its secrets masked."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if is_mapping(value):
        members = (
            f"{key}: {_text(member) if nested_shown(key) else MASK}"
            for key, member in value.items()
        )
        return f"{{{', '.join(members)}}}"
    if is_list(value):
        return f"[{', '.join(_text(member) for member in value)}]"
    return str(value)


def secrets_of(auth: Mapping[str, Any], settings: Mapping[str, Any]) -> list[str]:
    """Return the secrets themselves, the longest first."""
    values = [value for key, value in auth.items() if key not in PUBLIC_AUTH]
    values += [
        value
        for key, value in settings.items()
        if keys.find(key) is None and not nested_shown(key)
    ]
    return sorted(set(_texts(values)), key=len, reverse=True)


def _texts(value: Any) -> Iterator[str]:
    """Return every text in a value that is long enough to be a secret."""
    if isinstance(value, str) and len(value) >= _SHORTEST:
        yield value
    members: Iterable[Any] = ()
    if is_mapping(value):
        members = value.values()
    elif is_list(value):
        members = value
    for member in members:
        yield from _texts(member)


def held(section: Mapping[str, Any], auth_type: str) -> Iterator[str]:
    """Return the names of the secrets in settings."""
    for name, value in section.get("auth", {}).items():
        if not auth_shown(name, auth_type) or _hides(value):
            yield f"auth.{name}"
    for name, value in section.items():
        if name != "auth" and (keys.find(name) is None or _hides(value)):
            yield name


def _hides(value: Any) -> bool:
    return MASK in without_secrets(_text(value))
