"""Everything known of one cloud and region."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Self

import attrs

from openstack.errors import ProfileError
from openstack.profile import files, keys, masking
from openstack.profile.assembling import assemble
from openstack.profile.errors import NotPicklable
from openstack.profile.gathering import Stack, gather
from openstack.profile.masking import Masked, auth_shown
from openstack.profile.settings import ServiceSettings, service_settings
from openstack.profile.wording import listed

if TYPE_CHECKING:
    from openstack.profile.recipes import Recipe

#: What a limit of 0 stands for: the clock of a socket has an end.
_DAY: Final = 86400.0


@attrs.frozen
class Described:
    """A setting, as it can be shown to anyone."""

    #: Which setting: ``auth.username`` or ``verify``.
    key: str
    #: Its value; ``***`` for a secret.
    value: str
    #: Where it comes from: ``/etc/openstack/clouds.yaml:12``, ``OS_PASSWORD``,
    #: ``keyword argument``, ``vendor profile NAME`` or ``default``.
    source: str


@attrs.frozen(kw_only=True, repr=False)
class Profile:
    """Everything known of one cloud and region: where, who, and which settings.

    It never changes, shows no secret when it is printed, and is pickled as the
    way to load it again.
    """

    #: The name of the cloud; ``envvars`` if the environment describes it,
    #: ``defaults`` if only keyword arguments do.
    name: str
    #: The region, if the cloud has more than one.
    region_name: str | None
    #: The extension that the cloud asks for.
    vendor: str | None
    #: The vendor profile that its settings stand on.
    vendor_profile: str | None
    #: The plugin of keystoneauth that logs in.
    auth_type: str
    #: The options of that plugin.
    auth: Masked = attrs.field(hash=False)
    #: The options that were written for that plugin: it must know each of them.
    own_options: frozenset[str]
    #: All other settings.
    settings: Masked = attrs.field(hash=False)
    #: Where each of them comes from, options of the plugin as ``auth.NAME``.
    sources: Mapping[str, str] = attrs.field(hash=False)
    _stack: Stack = attrs.field(alias="stack", eq=False, repr=False)

    @classmethod
    def of(cls, stack: Stack) -> Self:
        """Make the profile of what was gathered.

        :raises ProfileError: it makes no sense together.
        """
        merged = assemble(stack.cloud, stack.layers)
        settings, auth = merged.settings, merged.auth
        sources = dict(settings.origins)
        sources |= {f"auth.{key}": origin for key, origin in auth.origins.items()}
        secrets = masking.secrets_of(auth, settings)
        auth_type: str = settings.drop("auth_type")
        return cls(
            name=stack.cloud,
            region_name=settings.drop("region_name"),
            vendor=settings.drop("vendor"),
            vendor_profile=settings.drop("profile"),
            auth_type=auth_type,
            auth=Masked(
                auth, [key for key in auth if auth_shown(key, auth_type)], secrets
            ),
            own_options=frozenset(merged.strict),
            settings=Masked(settings, filter(keys.find, settings), secrets),
            sources=MappingProxyType(sources),
            stack=stack,
        )

    def with_defaults(self, defaults: Mapping[str, Any], *, source: str) -> Profile:
        """Put settings beneath all that were set, and above the built-in ones.

        :param defaults: settings as clouds.yaml has them.
        :param source: where they come from, for messages.
        :raises ProfileError: a value makes no sense.
        """
        return Profile.of(self._stack.with_defaults(defaults, source))

    def get(self, key: str, default: Any = None) -> Any:
        """Return a setting, by any of its spellings.

        :param default: what to return for one that was not set.
        """
        known = keys.find(key)
        return self.settings.get(known.name if known else key, default)

    def service(self, service_type: str) -> ServiceSettings:
        """Return what is known of one service.

        :param service_type: its official type or an alias.
        :raises ProfileError: two settings contradict each other.
        """
        return service_settings(
            service_type,
            self.settings,
            auth_type=self.auth_type,
            auth=self.auth,
            region_name=self.region_name,
        )

    @property
    def verify(self) -> bool | str:
        """Whether to verify the certificates of servers, or what to verify with.

        :raises ProfileError: the file of CA certificates does not exist.
        """
        if not self.settings["verify"]:
            return False
        return self._file("cacert") or True

    @property
    def cert(self) -> str | tuple[str, str] | None:
        """The certificate of the client, and its key if that has its own file.

        :raises ProfileError: a file does not exist, or there is only a key.
        """
        cert, key = self._file("cert"), self._file("key")
        if key and not cert:
            raise ProfileError(
                f"{self.sources['key']}: key is the key of a client certificate, and "
                "there is none: set cert too."
            )
        return (cert, key) if cert and key else cert

    @property
    def timeout(self) -> tuple[float, float]:
        """How many seconds to wait for a connection, and for the next bytes."""
        connect, read = self.settings["connect_timeout"], self.settings["api_timeout"]
        read = min(read or _DAY, _DAY)
        connect = min(connect or _DAY, _DAY)
        if self.sources["connect_timeout"] == "default":
            connect = min(connect, read)
        return connect, read

    @property
    def retries(self) -> int:
        """How often a failed request is sent again, if nothing else is said."""
        retries: int = self.settings["retries"]
        return retries

    def check_auth(self) -> None:
        """Check that the plugin exists, and has all that it needs.

        Nothing is sent.

        :raises ProfileError: an option is missing, misspelt, or not for this plugin.
        """
        from openstack.profile.auth import load_plugin

        load_plugin(self)

    def describe(self) -> list[Described]:
        """Return every setting, with its value as text and where it comes from."""
        rows = {
            "auth_type": self.auth_type,
            **{f"auth.{key}": self.auth.show(key) for key in sorted(self.auth)},
            "region_name": self.region_name,
            "vendor": self.vendor,
            "profile": self.vendor_profile,
            **{key: self.settings.show(key) for key in sorted(self.settings)},
        }
        return [
            Described(key, value, self.sources[key])
            for key, value in rows.items()
            if value is not None
        ]

    def __repr__(self) -> str:
        text = (
            f"Profile(name={self.name!r}, region_name={self.region_name!r}, "
            f"vendor={self.vendor!r}, vendor_profile={self.vendor_profile!r}, "
            f"auth_type={self.auth_type!r}, auth={self.auth}, "
            f"settings={self.settings})"
        )
        return self.auth.scrub(text)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: Any) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle how to load the profile again, and never a secret.

        :raises NotPicklable: an argument is a secret, which is nowhere else.
        """
        held = {
            name
            for section in self._stack.carried()
            for name in masking.held(section, self.auth_type)
        }
        if held:
            raise NotPicklable(
                f"The profile of the cloud {self.name!r} cannot be pickled, since "
                f"{listed(sorted(held))} came as an argument. Write the cloud into "
                "clouds.yaml and secure.yaml, and name it instead."
            )
        return load_again, (self._stack.recipe,)

    def _file(self, key: str) -> str | None:
        path: str | None = self.settings.get(key)
        if path is None:
            return None
        found = files.expanded(path)
        if not files.exists(found):
            raise ProfileError(
                f"{self.sources[key]}: {key} names {found}, which does not exist."
            )
        return found


def load_again(recipe: Recipe) -> Profile:
    """Load the profile that was pickled, of what is known here.

    :raises ProfileError: what is known here makes no sense.
    """
    stack = gather(attrs.evolve(recipe, defaults=()), recipe.profiles.get)
    for source, defaults in recipe.defaults:
        stack = stack.with_defaults(defaults, source)
    return Profile.of(stack)
