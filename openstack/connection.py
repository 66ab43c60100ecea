"""A connection to one cloud."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict, TypeVar, final

from openstack import errors
from openstack import profile as profiles
from openstack._lazy import service
from openstack._similar import did_you_mean
from openstack.extending import environment, registry
from openstack.extending.hooks import Extensible, chain, collect, replace
from openstack.extending.resolution import Resolution, explicit
from openstack.retrying import RetryPolicy, persist, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Unpack

    import requests
    from keystoneauth1.access import AccessInfo
    from keystoneauth1.adapter import Adapter
    from keystoneauth1.plugin import BaseAuthPlugin
    from keystoneauth1.session import Session
    from requests.adapters import BaseAdapter

    from openstack.compute import Compute
    from openstack.http import Request
    from openstack.identity import Identity
    from openstack.microversions import Endpoint
    from openstack.object_store import ObjectStorage
    from openstack.profile import Profile, ServiceSettings
    from openstack.service import Service

T = TypeVar("T")
S = TypeVar("S", bound="Service")


class ConnectOptions(TypedDict, total=False):
    """What a connection takes beside the cloud: what a profile says, given here.

    Any other key of a profile is taken as well, such as
    ``compute_endpoint_override``; type checkers know only these.
    """

    auth: Mapping[str, Any]
    auth_type: str
    auth_url: str
    username: str
    user_id: str
    password: str
    user_domain_name: str
    user_domain_id: str
    project_name: str
    project_id: str
    project_domain_name: str
    project_domain_id: str
    token: str
    application_credential_id: str
    application_credential_name: str
    application_credential_secret: str
    system_scope: str
    interface: str
    verify: bool | str
    insecure: bool
    cacert: str
    cert: str
    key: str
    api_timeout: float
    connect_timeout: float
    retries: int
    app_name: str
    app_version: str


class Services:
    """The services that a connection class declares, by attribute."""

    def __get__(
        self, connection: Connection | None, owner: type[Connection]
    ) -> Mapping[str, service[Any]]:
        declared: dict[str, service[Any]] = {}
        for base in reversed(owner.__mro__):
            for name, member in base.__dict__.items():
                if isinstance(member, service):
                    declared[name] = member
                elif name in declared:
                    # A vendor without the service set the attribute to None.
                    del declared[name]
        return declared


class Connection(Extensible):
    """A connection to one cloud: its services are its attributes.

    A vendor subclasses it, and declares the services that differ. Its aliases in the
    service-types authority name a service too: ``conn.object_storage``. It may be
    shared by threads.

    :param cloud: the name of a cloud in ``clouds.yaml``; left out, ``OS_CLOUD``, or
        the only one there is.
    :param region_name: one of the cloud's regions; left out, its first.
    :param profile: what is known of the cloud, in the place of all other parameters.
    :param resolution: why it is of this class; the resolver says.
    :param transport: what to send with, in the place of the network.
    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    :raises PackageClash: openstacksdk is installed in the same environment.
    """

    compute: service[Compute] = service("openstack.compute:Compute")
    identity: service[Identity] = service("openstack.identity:Identity")
    object_store: service[ObjectStorage] = service(
        "openstack.object_store:ObjectStorage"
    )

    #: The services, by attribute; each declared with ``service[...](...)``.
    services: ClassVar[Services] = Services()
    #: Values of a profile that hold unless the user says otherwise.
    profile_defaults: ClassVar[Mapping[str, Any]] = collect({}, since="1.0")
    #: Headers of every request of every service.
    default_headers: ClassVar[Mapping[str, str]] = collect({}, since="1.0")
    #: Names and versions that go into the ``User-Agent`` of every request.
    user_agent: ClassVar[Mapping[str, str]] = collect({}, since="1.0")
    #: Which failures of logging in are tried again.
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
        if self.profile_defaults:
            source = f"defaults of {type(self).__module__}.{type(self).__qualname__}"
            profile = profile.with_defaults(self.profile_defaults, source=source)
        #: Why it is of this class.
        self.resolution = resolution or explicit(type(self), profile)
        self._transport = transport
        self._lock = threading.RLock()
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

        from openstack.transport import Transport

        transport = Transport(timeout=self.profile.timeout, adapter=self._transport)
        return Session(
            auth=auth,
            session=transport,
            verify=self.profile.verify,
            cert=self.profile.cert,
            user_agent=self._user_agent(),
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
        found = self._log_in(
            lambda: self.session.get_endpoint(
                service_type=settings.service_type,
                service_name=settings.service_name,
                interface=list(settings.interface),
                region_name=settings.region_name,
                skip_discovery=True,
            )
        )
        if not found:
            from openstack.catalog import not_found

            raise not_found(settings, self._access())
        return found

    def discover(self, url: str, *, major: str) -> Endpoint:
        """Return what the document of versions at an address says.

        :param major: the major version of the API to look for.
        """
        from openstack.catalog import discover

        return self._log_in(lambda: discover(self.session, url, major=major))

    @cached_property
    def session(self) -> Session:
        """The keystoneauth session that everything is sent through."""
        with self._lock:
            return self.make_session(self.make_auth())

    def make_adapter(self, settings: ServiceSettings) -> Adapter:
        """Return the HTTP client of a service, as keystoneauth has it."""
        from keystoneauth1.adapter import Adapter

        return Adapter(
            self.session,
            service_type=settings.service_type,
            service_name=settings.service_name,
            interface=list(settings.interface),
            region_name=settings.region_name,
            endpoint_override=settings.endpoint_override,
            rate_limit=settings.rate_limit,
            concurrency=settings.concurrency,
        )

    def make_service(self, declared: service[S]) -> S:
        """Return the service that is declared; the same one every time.

        :raises NotSupported: the profile says that the cloud has no such service.
        """
        with self._lock:
            made: S | None = self.__dict__.get(declared.name)
            if made is None:
                service_class = declared.service_class
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
        return self._log_in(self.session.get_token) or ""

    @property
    def current_user_id(self) -> str | None:
        """The ID of who is logged in; logs in when nobody is."""
        return self._log_in(self.session.get_user_id)

    @property
    def current_project_id(self) -> str | None:
        """The ID of the project that is logged in to; logs in when nobody is."""
        return self._log_in(self.session.get_project_id)

    @property
    def service_catalog(self) -> list[dict[str, Any]]:
        """The catalog of the cloud, as its Identity service gives it."""
        access = self._access()
        if access is None or not access.has_service_catalog():
            return []
        return list(access.service_catalog.catalog)

    def send(self, client: Adapter, url: str, request: Request) -> requests.Response:
        """Send a request, once; whatever comes back is returned.

        :param client: the HTTP client of the service.
        :param url: where to.
        :raises NoAnswer: no whole answer came.
        """
        from openstack.sending import send

        headers = {**self.default_headers}
        if request.authenticated:
            headers.update(self._auth_headers())
        with self._translated():
            return send(client, url, request, headers)

    def renew(self, refused: requests.Response) -> bool:
        """Forget the token that an answer refused; say whether there is another.

        Of many threads whose token was refused, one has it renewed.
        """
        used = refused.request.headers.get("X-Auth-Token")
        with self._lock:
            if self._auth_headers().get("X-Auth-Token") != used:
                return True
            return bool(self.session.invalidate())

    def close(self) -> None:
        """Close the connections to the servers. One that is used again reopens."""
        session = self.__dict__.get("session")
        if session is not None:
            session.session.close()

    def _access(self) -> AccessInfo | None:
        from keystoneauth1.identity.base import BaseIdentityPlugin

        auth = self.session.auth
        if not isinstance(auth, BaseIdentityPlugin):
            return None
        return self._log_in(lambda: auth.get_access(self.session))

    def _auth_headers(self) -> Mapping[str, str]:
        def headers() -> Mapping[str, str]:
            return self.session.get_auth_headers() or {}

        return self._log_in(headers)

    def _log_in(self, call: Callable[[], T]) -> T:
        """Call what may have to log in first; try again what may be gone then."""

        def attempt() -> T:
            with self._translated():
                return call()

        return persist(
            attempt,
            policy=self.retry_policy,
            may_repeat=lambda e: self.retry_policy.may_repeat(e, idempotent=True),
            retry_after=retry_after,
        )

    def _translated(self) -> Any:
        from openstack.authentication import translated

        return translated(self.profile)

    def _filled(self, url: str) -> str:
        """Return an address with the project's ID in the place that is left for it."""
        for place in ("%(project_id)s", "%(tenant_id)s"):
            if place in url:
                url = url.replace(place, self.current_project_id or "")
        return url

    def _user_agent(self) -> str:
        from openstack._version import VERSION

        name, version = self.profile.get("app_name"), self.profile.get("app_version")
        application = {name: version} if name else {}
        products = {**application, **self.user_agent, "stackbase": VERSION}
        return " ".join(f"{n}/{v}" if v else n for n, v in products.items())

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
            profile=self.profile, resolution=self.resolution, transport=self._transport
        )

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self.__copy__()

    def __reduce__(self) -> tuple[Any, ...]:
        if self._transport is not None:
            raise TypeError(
                f"{self!r} has a transport of its own, which cannot be pickled."
            )
        return _unpickled, (type(self), self.profile, self.resolution)

    if not TYPE_CHECKING:  # a checker would take every misspelt attribute for right

        def __getattr__(self, name: str) -> Any:
            if not name.startswith("_"):
                from openstack.catalog import official_attribute

                official = official_attribute(name)
                if official != name and official in self.services:
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
