"""Uploading what is too large for one object: in segments, one after another."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from openstack import errors
from openstack._unset import UNSET, Unset, given
from openstack.object_store.large_objects import LargeObjects, Segment
from openstack.object_store.objects import Object
from openstack.object_store.storage import name_of, positive, quoted

if TYPE_CHECKING:
    from openstack.object_store.bodies import Source
    from openstack.object_store.containers import Container
    from openstack.object_store.info import Info

#: How many bytes an object has at most, if the service does not say.
_LARGEST = 5 * 1024**3 + 2
#: How many segments an object has at most, if the service does not say.
_MOST = 1000


@attrs.frozen(kw_only=True)
class Plan:
    """How the bytes of one source become one large object."""

    #: The container and the name of the object.
    place: tuple[str, str]
    #: The headers of the object.
    headers: Mapping[str, str]
    #: The container of the segments.
    container: str
    #: What the names of the segments begin with.
    prefix: str
    #: How many bytes a segment has.
    size: int
    #: Whether the object lists its segments.
    static: bool

    def name(self, number: int) -> str:
        """Return the name of a segment."""
        return f"{self.prefix}{number:08d}"


class Segments(LargeObjects):
    """The operations that cut objects into segments."""

    #: What has more bytes is cut into segments of so many, unless told otherwise.
    segment_size: ClassVar[int] = 1024**3

    def get_object_segment_size(self, segment_size: int | None = None) -> int:
        """Return the nearest size of a segment that the service takes.

        Calls ``get_info``.

        :param segment_size: how many bytes it should have; a gigabyte, if left out.

        API: `GET /info
        <https://docs.openstack.org/api-ref/object-store/#list-activated-capabilities>`_
        """
        return _nearest(self._known_info(), segment_size or self.segment_size)

    def _plan(
        self,
        place: tuple[str, str],
        source: Source,
        headers: Mapping[str, str],
        *,
        segment_size: int | Unset,
        segment_container: str | Container | Unset,
        static: bool,
    ) -> Plan:
        """Plan the segments of an upload.

        :raises InvalidArgument: it has more segments than the service takes.
        """
        info = self._known_info()
        most = _limit(info.slo, "max_manifest_segments", _MOST)
        wanted = segment_size or max(self.segment_size, -(-(source.size or 0) // most))
        size = _nearest(info, wanted)
        number = -(-(source.size or 0) // size)
        if static and number > most:
            raise errors.InvalidArgument(
                f"{source.size} bytes are {number} segments of {size} bytes, and an"
                f" object may have {most}: give a larger `segment_size`."
            )
        container, name = place
        where = segment_container or f"{container}_segments"
        return Plan(
            place=place,
            headers=headers,
            container=name_of("container", where),
            # No two uploads share segments: the object that is replaced keeps its own
            # to the end, and older versions of it for longer.
            prefix=f"{name}/{time.time():.6f}/{size}/",
            size=size,
            static=static,
        )

    def _put_segments(self, plan: Plan, source: Source) -> Object:
        """Upload a source in segments, and then the object that they are.

        If it fails, the segments are deleted; but not if the object may have been
        stored.
        """
        self._object_path(plan.name(0), plan.container)
        self._create_segment_container(plan)
        names: list[str] = []
        try:
            made = list(self._put_each(plan, source, names))
        except BaseException as error:
            self._discard(plan, names, error)
            raise
        try:
            return self._put_whole(plan, made)
        except (errors.NoAnswer, errors.ServerError) as error:
            error.add_note(
                "It is not known whether the object was stored, so its segments were"
                f" left in the container {plan.container!r}, under {plan.prefix!r}."
            )
            raise
        except BaseException as error:
            self._discard(plan, names, error)
            raise

    def _put_each(
        self, plan: Plan, source: Source, names: list[str]
    ) -> Iterator[Object]:
        """Upload the segments, and yield each; their names are noted first."""
        expiring = ("x-delete-at", "x-delete-after")
        headers = {n: plan.headers[n] for n in expiring if n in plan.headers}
        while source.reaches(offset := len(names) * plan.size):
            place = plan.container, plan.name(len(names))
            names.append(place[1])
            yield self._put(place, source, headers, offset=offset, size=plan.size)

    def _put_whole(self, plan: Plan, segments: list[Object]) -> Object:
        length = sum(segment.content_length or 0 for segment in segments)
        if plan.static:
            parts = list[Object | Segment](segments)
            return self._put_manifest(plan.place, parts, plan.headers, bytes=length)
        where = quoted(plan.container, plan.prefix)
        headers = {**plan.headers, "x-object-manifest": where}
        return self._put_prefix(plan.place, headers, bytes=length)

    def _create_segment_container(self, plan: Plan) -> None:
        path = self._container_path(plan.container)
        try:
            self._request("HEAD", path)
        except errors.NotFound:
            whole = self._request("HEAD", self._container_path(plan.place[0]))
            policy = whole.headers.get("x-storage-policy", UNSET)
            self._request("PUT", path, headers=given({"x-storage-policy": policy}))

    def _discard(self, plan: Plan, names: list[str], error: BaseException) -> None:
        """Delete the segments of an upload that failed; note it if they stay."""
        try:
            self.delete_objects(names, plan.container)
        except errors.OpenStackError as failure:
            error.add_note(
                f"Segments of it are still in the container {plan.container!r}, under"
                f" {plan.prefix!r}: {failure}"
            )


def _nearest(info: Info, size: int) -> int:
    """Return the nearest size of a segment that a service takes."""
    positive("size of a segment", size)
    largest = _limit(info.swift, "max_file_size", _LARGEST)
    return max(min(size, largest), _limit(info.slo, "min_segment_size", 1))


def _limit(limits: Mapping[str, Any] | None, name: str, default: int) -> int:
    return int((limits or {}).get(name, default))
