"""Settings as they were written, turned into settings as they are meant."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

import attrs

from openstack._similar import did_you_mean
from openstack.errors import ProfileError
from openstack.profile import keys, kinds
from openstack.profile.errors import UnknownOption
from openstack.profile.keys import Key
from openstack.profile.masking import shown, without_secrets
from openstack.profile.sections import Section, frozen
from openstack.profile.wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_log = logging.getLogger("openstack.profile")

#: Where keyword arguments come from.
ARGUMENT: Final = "keyword argument"

#: Other names of plugins; no name at all asks for no authentication.
_PLUGINS: Final = {"": "none", "None": "none", "token_endpoint": "admin_token"}


@attrs.frozen
class _Found:
    """One setting as it was written."""

    key: Key
    value: Any = attrs.field(repr=False)
    origin: str
    #: Which of two spellings in one place counts: the lower.
    rank: tuple[int, int]


def normalise(section: Section, unknown: Callable[[str, str], None]) -> Section:
    """Check settings of one place, and give each of them its one name.

    The options of the authentication are gathered in ``auth``. ``None`` and the
    empty text say nothing.

    :param unknown: told the name and origin of a setting that has no meaning.
    :raises ProfileError: a value is not what its key asks for.
    """
    settings = Section()
    auth = Section()
    found = sorted(_found(section, unknown), key=lambda one: one.rank, reverse=True)
    for one in found:
        _put(auth if one.key.auth else settings, one)
    if auth:
        settings.put("auth", auth, next(iter(auth.origins.values())))
    _verification(settings)
    return settings


def _found(section: Section, unknown: Callable[[str, str], None]) -> Iterator[_Found]:
    for name, value in section.items():
        origin = section.origins[name]
        key = keys.find(name)
        if key is None:
            unknown(name, origin)
            key = Key(name, kinds.ANYTHING)
        if key.name == "auth_type" and isinstance(value, str) and value in _PLUGINS:
            yield _Found(key, _PLUGINS[value], origin, (0, key.rank))
        elif key.name == "auth" and value is not None:
            yield from _auth(checked(key, value, origin))
        elif value not in (None, ""):
            # A key beside `auth` wins over the same key in it.
            yield _Found(key, checked(key, value, origin), origin, (0, key.rank))


def _auth(options: Section) -> Iterator[_Found]:
    for name, value in options.items():
        key = keys.find_auth(name)
        origin = options.origins[name]
        if value not in (None, ""):
            yield _Found(key, checked(key, value, origin), origin, (1, key.rank))


def _put(section: Section, one: _Found) -> None:
    name = one.key.name
    if name in section and section[name] != one.value:
        _log.warning(
            "%s: %s is set here and, differently, at %s; the first counts",
            one.origin,
            name,
            section.origins[name],
        )
    section.put(name, one.value, one.origin)


def _verification(settings: Section) -> None:
    """Leave `verify` as a truth value, and the path of a bundle in `cacert`."""
    origin = settings.origins.get("insecure", "")
    if settings.drop("insecure"):
        if settings.get("verify", False):
            _log.warning(
                "%s: insecure wins over verify (%s): nothing is verified",
                origin,
                settings.origins["verify"],
            )
        settings.put("verify", value=False, origin=origin)
    verify = settings.get("verify")
    if isinstance(verify, str):
        origin = settings.origins["verify"]
        settings.put("verify", value=True, origin=origin)
        if "cacert" not in settings:
            settings.put("cacert", verify, origin)


def checked(key: Key, value: Any, origin: str) -> Any:
    """Return the value as its key asks for it.

    :raises ProfileError: it is something else.
    """
    try:
        return key.kind.read(value)
    except ValueError:
        found = kind_of(value)
    if shown(key) and isinstance(frozen(value), str | int | float):
        found = without_secrets(str(value))
        found = repr(found) if isinstance(frozen(value), str) else found
    place = f"auth.{key.name}" if key.auth else key.name
    raise ProfileError(f"{origin}: {place} must be {key.kind.expected}, not {found}.")


def refuse(name: str, origin: str) -> None:
    """Refuse a keyword argument that has no meaning.

    :raises UnknownOption: always.
    """
    raise UnknownOption(
        f"There is no {origin} {name!r}.{did_you_mean(name, keys.spellings())}"
    )


def warn(name: str, origin: str) -> None:
    """Log that a setting has no meaning here: other tools read the file too."""
    _log.warning(
        "%s: %r is not known here, and has no effect.%s",
        origin,
        name,
        did_you_mean(name, keys.spellings()),
    )


def accept(name: str, origin: str) -> None:
    """Keep a variable of the environment: a plugin may ask for it."""
    _log.debug("%s: %r is not known here", origin, name)
