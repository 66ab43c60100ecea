"""The base of every service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from openstack import errors, http, microversions, paging, waiting
from openstack._unset import given
from openstack.client import Client
from openstack.extending.hooks import replace
from openstack.http import Request, Response
from openstack.paging import Page
from openstack.resource import Resource, id_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

R = TypeVar("R", bound=Resource)


class Service(Client):
    """One service of a cloud.

    A subclass adds public methods named verb_resource, each of them a call of one
    verb below. A vendor overrides a public method to change one operation, a verb to
    change them all, or a hook of :class:`~openstack.client.Client` to change every
    request.
    """

    @replace("1.0")
    def _create(
        self,
        cls: type[R],
        members: Mapping[str, Any],
        *,
        path: str = "",
        extra: Mapping[str, Any] = {},
    ) -> R:
        """Create a resource, and return it.

        :param cls: its class.
        :param members: values by the name of their field; ``UNSET`` is left out.
        :param path: where, if not at the ``base_path`` of the class.
        :param extra: more members, which win.
        """
        body = self._body(cls, members, extra)
        response = self._request("POST", path or cls.base_path, json=body)
        return self._read(cls, response)

    @replace("1.0")
    def _get(self, cls: type[R], resource: str | R, *, path: str = "") -> R:
        """Return a resource.

        :raises NotFound: there is none.
        """
        response = self._request("GET", self._path(cls, resource, path))
        return self._read(cls, response)

    @replace("1.0")
    def _list(
        self,
        cls: type[R],
        query: Mapping[str, Any] = {},
        *,
        path: str = "",
        extra: Mapping[str, Any] = {},
    ) -> Iterator[R]:
        """Yield the resources, page after page.

        :param query: the filters; ``UNSET`` is left out.
        :param extra: more filters, which win.
        """
        params = http.query({**query, **extra})

        def fetch(request: Request) -> Page:
            response = self._exchange(request)
            return Page(
                request=request,
                response=response,
                items=response.items(cls.resources_key),
                key=cls.resources_key,
                marker=self.page_marker,
            )

        first = Request(
            method="GET",
            path=path or cls.base_path,
            params=params,
            headers=dict(self.default_headers),
        )
        pages = paging.items(
            first, fetch=fetch, next_page=self.next_page, read_ahead=self.read_ahead
        )
        return map(cls.from_wire, pages)

    @replace("1.0")
    def _find(
        self,
        cls: type[R],
        name_or_id: str,
        *,
        ignore_missing: bool,
        query: Mapping[str, Any] | None = None,
        list_path: str = "",
    ) -> R | None:
        """Return the resource that has an ID or a name.

        :param query: the filters that ask the service for the name; left out, the
            list is asked for ``name=``.
        :param list_path: where the list is, if not at the ``base_path`` of the class.
        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Ambiguous: several have the name.
        """
        try:
            return self._get(cls, name_or_id)
        except (errors.NotFound, errors.BadRequest) as error:
            # Some services refuse an ID that does not look like one of theirs.
            missing = error
        filters = {"name": name_or_id} if query is None else query
        candidates = self._list(cls, filters, path=list_path)
        found = [r for r in candidates if r.get("name") == name_or_id]
        if len(found) > 1:
            ids = ", ".join(r.id for r in found)
            raise errors.Ambiguous(
                f"{len(found)} have the name {name_or_id!r}: {ids}. Give the ID."
            )
        if not found and not ignore_missing:
            raise errors.NotFound(
                f"No {cls.__name__} has the ID or the name {name_or_id!r}. ({missing})",
                response=missing.response,
                details=missing.details,
            ) from missing
        return found[0] if found else None

    @replace("1.0")
    def _update(
        self,
        cls: type[R],
        resource: str | R,
        members: Mapping[str, Any],
        *,
        path: str = "",
        extra: Mapping[str, Any] = {},
    ) -> R:
        """Change a resource, and return it. What has no change is not sent."""
        where = self._path(cls, resource, path)
        body = self._body(cls, members, extra)
        if not (body.get(cls.resource_key) if cls.resource_key else body):
            return self._get(cls, resource, path=path)
        response = self._request(cls.update_method, where, json=body)
        return self._read(cls, response)

    @replace("1.0")
    def _delete(
        self, cls: type[R], resource: str | R, *, ignore_missing: bool, path: str = ""
    ) -> None:
        """Delete a resource.

        :raises NotFound: there is none, and ``ignore_missing`` is false.
        """
        try:
            self._request("DELETE", self._path(cls, resource, path))
        except errors.NotFound:
            if not ignore_missing:
                raise

    @replace("1.0")
    def _action(
        self,
        cls: type[R],
        resource: str | R,
        name: str,
        arguments: Mapping[str, Any] | str | None = None,
    ) -> Response:
        """Do something with a resource: ``POST …/action`` with ``{name: …}``."""
        where = self._path(cls, resource) + "/action"
        return self._request("POST", where, json={name: arguments})

    def _wait(
        self,
        look: Callable[[], R],
        status: str,
        *,
        failures: Iterable[str] = ("ERROR",),
        interval: float = 2,
        wait: float | None = 120,
        callback: Callable[[R], object] | None = None,
    ) -> R:
        """Look at a resource until it has a status. See ``waiting.for_status``."""
        return waiting.for_status(
            look,
            status,
            failures=failures,
            interval=interval,
            wait=wait,
            callback=callback,
        )

    def _wait_deleted(
        self,
        look: Callable[[], R],
        *,
        interval: float = 2,
        wait: float | None = 120,
        callback: Callable[[R], object] | None = None,
    ) -> None:
        """Look at a resource until there is none. See ``waiting.for_deletion``."""
        waiting.for_deletion(look, interval=interval, wait=wait, callback=callback)

    def _require(self, microversion: str, *, what: str) -> None:
        """Refuse what needs a newer microversion than the service speaks.

        :raises MicroversionTooOld: before anything is sent.
        """
        microversions.require(microversion, self.microversion, what=what)

    def _body(
        self, cls: type[R], members: Mapping[str, Any], extra: Mapping[str, Any]
    ) -> dict[str, Any]:
        sent = {**given(members), **extra}
        for field in cls.fields():
            if field.since and (field.name in sent or field.wire in sent):
                self._require(field.since, what=f"{cls.__name__}.{field.name}")
        body = cls.to_wire(sent)
        return {cls.resource_key: body} if cls.resource_key else body

    def _path(self, cls: type[R], resource: str | R, path: str = "") -> str:
        return below(path or cls.base_path, id_of(resource))

    def _read(self, cls: type[R], response: Response) -> R:
        return cls.from_wire(response.member(cls.resource_key))


def below(path: str, *segments: str) -> str:
    """Return a path with more segments; what is special in them is quoted."""
    return "/".join((path, *(quote(segment, safe="") for segment in segments)))
