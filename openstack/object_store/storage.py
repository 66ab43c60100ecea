"""What all parts of Object Storage share: names, paths and the way lists go on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from urllib.parse import quote, unquote, urlsplit

import attrs

from openstack import errors
from openstack._unset import Unset, given
from openstack.http import object_of
from openstack.object_store import headers
from openstack.object_store.headers import Described
from openstack.resource import Resource
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.http import Request, Response
    from openstack.object_store.containers import Container
    from openstack.object_store.objects import Object
    from openstack.paging import Page

D = TypeVar("D", bound=Described)


class Storage(Service):
    """The base of the parts of Object Storage.

    A vendor whose service takes longer names, or pages in another way, overrides it
    on its ``ObjectStorage``.
    """

    service_type = "object-store"
    paging = "marker"
    # Neither names nor versions alone tell items apart: see `next_page`.
    page_marker = ""

    #: The longest name of a container, in bytes of UTF-8.
    max_container_name_length: ClassVar[int] = 256
    #: The longest name of an object, in bytes of UTF-8.
    max_object_name_length: ClassVar[int] = 1024
    #: Is the ETag of an ordinary object the MD5 checksum of its bytes?
    etag_is_md5: ClassVar[bool] = True

    def next_page(self, page: Page) -> Request | None:
        """Return the request for what comes after the last item, if there is more.

        A page is the last one when it is empty, shorter than the limit that was
        asked for, or as long as the whole list is said to be.
        """
        if not page.items or _is_short(page) or _is_whole(page):
            return None
        last = object_of(page.items[-1])
        params = {**page.request.params}
        params["marker"] = last.get("name", last.get("subdir"))
        if "version_id" in last:
            params["version_marker"] = last["version_id"]
            if params.get("reverse") == "true" and last["version_id"] == "null":
                # A "null" version is the first of its name in both directions, but
                # Swift takes all others for those before it:
                # https://github.com/openstack/swift/blob/2.38.1/swift/common/middleware/versioned_writes/object_versioning.py#L1241
                del params["version_marker"]
        return attrs.evolve(page.request, params=params)

    def on_response(self, response: Response) -> Response | None:
        """Read an empty list that comes without a body.

        https://docs.openstack.org/api-ref/object-store/#show-container-details-and-list-objects
        """
        listed = response.request.params.get("format") == "json"
        if listed and response.status_code == 204:  # noqa: PLR2004 - as the standard has it
            return attrs.evolve(response, body=[])
        return None

    def _container_path(self, container: str | Container) -> str:
        """Return where a container is, below the endpoint.

        :raises InvalidArgument: it cannot have that name.
        """
        name = name_of("container", container)
        if "/" in name:
            raise errors.InvalidArgument(
                f"A container cannot be named {name!r}: a name may hold no slash."
            )
        _check("container", name, self.max_container_name_length)
        return f"/{quote(name, safe='')}"

    def _object_path(
        self, obj: str | Object, container: str | Container | None = None
    ) -> str:
        """Return where an object is, below the endpoint.

        :raises InvalidArgument: it cannot have that name, or be in that container;
            or nothing says in which one it is.
        """
        container_name, name = self._place(obj, container)
        return f"{self._container_path(container_name)}/{quote(name)}"

    def _place(
        self, obj: str | Object, container: str | Container | None = None
    ) -> tuple[str, str]:
        """Return the names of an object's container, and of the object.

        :raises InvalidArgument: as ``_object_path`` does.
        """
        name = name_of("object", obj)
        _check("object", name, self.max_object_name_length)
        known = "" if isinstance(obj, str) else obj.container
        asked_for = "" if container is None else name_of("container", container)
        if not (known or asked_for):
            raise errors.InvalidArgument(
                f"The container of the object {name!r} must be given."
            )
        if known and asked_for and known != asked_for:
            raise errors.InvalidArgument(
                f"The object {name!r} is in the container {known!r}, and not in"
                f" {asked_for!r}."
            )
        return known or asked_for, name

    def _headers(
        self,
        cls: type[Described],
        settings: Mapping[str, Any],
        metadata: Mapping[str, str] = {},
        extra: Mapping[str, Any] = {},
    ) -> dict[str, str]:
        """Return the headers of a request that creates or changes a resource.

        :param settings: values by the name of their field; ``UNSET`` is left out.
        :param metadata: the metadata; upper and lower case of names are the same.
        :param extra: more settings or headers, which win.
        :raises InvalidArgument: something of it cannot be sent.
        """
        named = cls.to_wire({**given(settings), **extra})
        return {
            **headers.metadata(
                cls.metadata_prefix, metadata, may_be_empty=cls.keeps_empty_metadata
            ),
            **headers.settings(named),
        }

    def _describe(
        self,
        cls: type[D],
        path: str,
        params: Mapping[str, Any] = {},
        **known: Any,
    ) -> D:
        """Return a resource as its headers describe it.

        :param known: members that stand in no header, such as the name.
        :raises NotFound: there is none.
        """
        response = self._request("HEAD", path, params=params)
        return cls.from_headers(response.headers, **known)

    def _remove(
        self, path: str, *, ignore_missing: bool, params: Mapping[str, Any] = {}
    ) -> None:
        """Delete what is at a path.

        :raises NotFound: there is nothing, and ``ignore_missing`` is false.
        """
        try:
            self._request("DELETE", path, params=params)
        except errors.NotFound:
            if not ignore_missing:
                raise

    def _path_of_account(self, account: str | Unset) -> str:
        """Return where an account is: a path, or the address of another's."""
        if isinstance(account, Unset):
            return ""
        if not account or "/" in account:
            raise errors.InvalidArgument(f"An account cannot be named {account!r}.")
        return f"{self.located().url.rpartition('/')[0]}/{quote(account)}"

    def _account_path(self) -> str:
        """Return the path of the account's address, unquoted: what is signed."""
        return unquote(urlsplit(self.located().url).path)


def not_negative(what: str, number: int | Unset | None) -> int | Unset | None:
    """Return a number that may not be negative.

    :raises InvalidArgument: it is.
    """
    if isinstance(number, int) and number < 0:
        raise errors.InvalidArgument(f"The {what} is {number}, and cannot be negative.")
    return number


def positive(what: str, number: int | Unset) -> int | Unset:
    """Return a number that must be above zero.

    :raises InvalidArgument: it is not.
    """
    if isinstance(number, int) and number < 1:
        raise errors.InvalidArgument(f"The {what} is {number}, and must be above zero.")
    return number


def quoted(container: str, name: str) -> str:
    """Return ``container/object`` as headers have it."""
    return f"{quote(container, safe='')}/{quote(name)}"


def name_of(what: str, resource: object) -> str:
    """Return the name of what was given as itself or as its name.

    :param what: what it should be.
    :raises InvalidArgument: it is neither, or has no name.
    """
    name = resource.id if isinstance(resource, Resource) else resource
    if not isinstance(name, str):
        raise errors.InvalidArgument(
            f"The {what}, or its name, is needed, and {type(name).__name__!r} is"
            " neither."
        )
    if not name:
        raise errors.InvalidArgument(f"The name of the {what} is empty.")
    if getattr(resource, "subdir", None) is not None:
        raise errors.InvalidArgument(
            f"{name!r} is what several names begin with, and no {what}."
        )
    return name


def _check(what: str, name: str, longest: int) -> None:
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        raise errors.InvalidArgument(
            f"The name of the {what} cannot be sent: {name!r} is no valid Unicode."
        ) from None
    if length > longest:
        raise errors.InvalidArgument(
            f"The name of the {what} is {length} bytes long in UTF-8, and may have"
            f" {longest}: {name[:40]!r}…"
        )
    if "\0" in name:
        raise errors.InvalidArgument(
            f"The name of the {what} holds a null character: {name!r}."
        )


def _is_short(page: Page) -> bool:
    # A limit above its own is refused by the service, and never cut down:
    # https://opendev.org/openstack/swift/src/tag/2.38.0/swift/common/request_helpers.py#L133
    return len(page.items) < int(page.request.params.get("limit", 0))


#: What picks a part of a list, whose length is then said nowhere.
_PICKS = frozenset({"delimiter", "end_marker", "marker", "prefix", "versions"})


def _is_whole(page: Page) -> bool:
    """Say whether a page holds as many items as its own headers count."""
    if _PICKS & page.request.params.keys():
        return False
    headers = page.response.headers
    of_account = headers.get("x-account-container-count")
    count = headers.get("x-container-object-count", of_account)
    return count == str(len(page.items))
