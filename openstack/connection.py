"""A connection to one cloud."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, final

import attrs

from openstack import errors
from openstack import profile as profiles
from openstack._lazy import Services, service
from openstack._similar import did_you_mean
from openstack.extending import environment, loading, registry
from openstack.extending.hooks import Extensible, chain, collect, replace
from openstack.extending.resolution import Resolution, explicit
from openstack.retrying import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session
    from requests.adapters import BaseAdapter

    from openstack.authentication import Login
    from openstack.compute import Compute
    from openstack.identity import Identity
    from openstack.object_store import ObjectStorage
    from openstack.options import ConnectOptions
    from openstack.profile import Profile, ServiceSettings
    from openstack.service import Service

S = TypeVar("S", bound="Service")


class Connection(Extensible):
    """A connection to one cloud: its services are its attributes.

    A vendor subclasses it, and declares the services that differ. Its aliases in the
    service-types authority name a service too: ``conn.volume`` is that of the type
    ``block-storage``. It may be shared by threads.

    :param cloud: the name of a cloud in ``clouds.yaml``; left out, ``OS_CLOUD``, or
        the only one there is.
    :param region_name: one of the cloud's regions; left out, its first.
    :param profile: what is known of the cloud, in the place of all other parameters.
    :param resolution: why it is of this class; the resolver says.
    :param transport: what to send with, in the place of the network.
    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    :raises PackageClash: openstacksdk is installed in the same environment.
    """

    # Without annotations: pyright lets nobody declare a narrower one in a subclass.
    compute = service["Compute"]("openstack.compute:Compute")
    identity = service["Identity"]("openstack.identity:Identity")
    object_store = service["ObjectStorage"]("openstack.object_store:ObjectStorage")

    #: The services, by attribute; each declared with ``service[...](...)``.
    services: ClassVar[Services] = Services()
    #: Values of a profile that hold unless the user says otherwise.
    profile_defaults: ClassVar[Mapping[str, Any]] = collect({}, since="1.0")
    #: Headers of every request of every service.
    default_headers: ClassVar[Mapping[str, str]] = collect({}, since="1.0")
    #: Names and versions that go into the ``User-Agent`` of every request.
    user_agent: ClassVar[Mapping[str, str]] = collect({}, since="1.0")
    #: Which failures of logging in are tried again; the profile's ``retries`` sets how
    #: often.
    retry_policy: ClassVar[RetryPolicy] = RetryPolicy()

    @final
    def __init__(
        self,
        cloud: str | None = None,
        *,
        region_name: str | None = None,
        profile: Profile | None = None,
        resolution: Resolution | None = None,
        transport: BaseAdapter | None = None,
        **options: Unpack[ConnectOptions],
    ) -> None:
        if clash := environment.clash():
            raise errors.PackageClash(clash)
        if profile is None:
            profile = profiles.load(
                cloud,
                region_name=region_name,
                options=options,
                vendor_profile=registry.profile,
            )
        # Before any class changes it: a copy changes it in the same way.
        self._given = profile
        if self.profile_defaults:
            source = f"defaults of {type(self).__module__}.{type(self).__qualname__}"
            profile = profile.with_defaults(self.profile_defaults, source=source)
        #: Why it is of this class.
        self.resolution = resolution or explicit(type(self), profile)
        self._transport = transport
        self._lock = threading.RLock()
        self._login: Login | None = None
        #: What is known of the cloud.
        self.profile = self._run("configure", profile)

    @chain("1.0")
    def configure(self, profile: Profile) -> Profile | None:
        """Change the profile before it is used, or say ``None`` to leave it.

        Called when the connection is made; nothing may be sent. Base classes come
        first.

        :param profile: what is known of the cloud, the user's word included.
        """

    @replace("1.0")
    def make_auth(self) -> BaseAuthPlugin:
        """Return the plugin that logs in.

        Override it where the cloud has a way to log in that no ``auth_type`` of a
        profile names; the base makes the plugin that ``auth_type`` names.

        :raises ProfileError: it lacks an option, or has one too many.
        """
        from openstack.profile.auth import load_plugin

        return load_plugin(self.profile)

    @replace("1.0")
    def make_session(self, auth: BaseAuthPlugin) -> Session:
        """Return the keystoneauth session that everything is sent through.

        Override it to change how; call ``super()`` and change what it returns.

        :param auth: what :meth:`make_auth` returned.
        """
        from keystoneauth1.session import Session

        from openstack.transport import Transport, user_agent

        transport = Transport(timeout=self.profile.timeout, adapter=self._transport)
        return Session(
            auth=auth,
            session=transport,
            verify=self.profile.verify,
            cert=self.profile.cert,
            user_agent=user_agent(self.profile, self.user_agent),
        )

    @replace("1.0")
    def endpoint_for(self, settings: ServiceSettings) -> str:
        """Return the address of a service: the profile's, or the catalog's.

        Override it where the cloud's catalog is wrong in the same way for many
        services; for one, override the service's ``endpoint``.

        :param settings: what the profile says of the service.
        :raises EndpointNotFound: neither has it.
        """
        if settings.endpoint_override:
            return self._filled(settings.endpoint_override)
        from openstack.catalog import find_endpoint

        return find_endpoint(self.login, settings)

    @property
    def session(self) -> Session:
        """The keystoneauth session that everything is sent through."""
        return self.login.session

    @property
    def login(self) -> Login:
        """The login, which the first request makes."""
        with self._lock:
            if self._login is None:
                from openstack.authentication import Login

                session = self.make_session(self.make_auth())
                policy = attrs.evolve(self.retry_policy, limit=self.profile.retries)
                self._login = Login(session, self.profile, policy=policy)
            return self._login

    def make_service(self, declared: service[S]) -> S:
        """Return the service that is declared; the same one every time.

        :raises NotSupported: the profile says that the cloud has no such service.
        :raises BrokenExtension: its class cannot be imported, or is no service.
        """
        with self._lock:
            made: S | None = self.__dict__.get(declared.name)
            if made is None:
                service_class = loading.load_service(declared)
                if not self.profile.service(service_class.service_type).enabled:
                    raise errors.NotSupported(
                        f"The profile of cloud {self.profile.name!r} says that it has"
                        f" no {service_class.service_type} service"
                        f" (`has_{declared.name}: false`)."
                    )
                # Found in the instance from now on, before the descriptor.
                made = self.__dict__[declared.name] = service_class(self)
            return made

    def authorize(self) -> str:
        """Log in, unless that is done; return the token.

        :raises Unauthorized: the credentials are wrong.
        """
        return self.login.call(self.session.get_token) or ""

    @property
    def current_user_id(self) -> str | None:
        """The ID of who is logged in; logs in when nobody is."""
        return self.login.call(self.session.get_user_id)

    @property
    def current_project_id(self) -> str | None:
        """The ID of the project that is logged in to; logs in when nobody is."""
        return self.login.call(self.session.get_project_id)

    @property
    def service_catalog(self) -> list[dict[str, Any]]:
        """The catalog of the cloud, as its Identity service gives it."""
        access = self.login.access()
        if access is None or not access.has_service_catalog():
            return []
        return list(access.service_catalog.catalog)

    def close(self) -> None:
        """Close the connections to the servers. One that is used again reopens."""
        if self._login is not None:
            self._login.session.session.close()

    def _filled(self, url: str) -> str:
        """Return an address with the project's ID in the place that is left for it."""
        for place in ("%(project_id)s", "%(tenant_id)s"):
            if place in url:
                url = url.replace(place, self.current_project_id or "")
        return url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        region = f" {self.profile.region_name}" if self.profile.region_name else ""
        return f"<{type(self).__name__} to {self.profile.name}{region}>"

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.services})

    def __copy__(self) -> Self:
        return type(self)(
            profile=self._given, resolution=self.resolution, transport=self._transport
        )

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self.__copy__()

    def __reduce__(self) -> tuple[Any, ...]:
        if self._transport is not None:
            raise TypeError(
                f"{self!r} has a transport of its own, which cannot be pickled."
            )
        return _unpickled, (type(self), self._given, self.resolution)

    if not TYPE_CHECKING:  # a checker would take every misspelt attribute for right

        def __getattr__(self, name: str) -> Any:
            if hasattr(type(self), name):
                # It is there, and failed: say with what.
                return object.__getattribute__(self, name)
            if not name.startswith("_"):
                from openstack.catalog import official_attribute

                official = official_attribute(name)
                if official in self.services:
                    return getattr(self, official)
            raise AttributeError(
                f"{type(self).__name__!r} has no attribute or service {name!r}."
                f"{did_you_mean(name, self.services)}",
                name=name,
                obj=self,
            )


def _unpickled(
    connection_class: type[Connection], profile: Profile, resolution: Resolution
) -> Connection:
    return connection_class(profile=profile, resolution=resolution)
