"""Large objects: manifests of the segments that hold their bytes."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING, Any

import attrs

from openstack import errors
from openstack._unset import UNSET, Unset, given
from openstack.object_store.bulk import Bulk
from openstack.object_store.objects import Object
from openstack.object_store.options import expiry
from openstack.object_store.storage import name_of, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from openstack.object_store.containers import Container


@attrs.frozen(kw_only=True)
class Segment:
    """A part of a static large object that is no whole object.

    :raises InvalidArgument: it is neither bytes nor a stretch of an object.
    """

    #: The object that the bytes are in, with its container.
    obj: Object | None = None
    #: The first of them, counted from 0.
    first: int = 0
    #: The last of them; ``None`` for the last that the object has.
    last: int | None = None
    #: The bytes themselves, which then stand in the manifest.
    data: bytes = b""

    def __attrs_post_init__(self) -> None:
        if bool(self.data) == (self.obj is not None):
            raise errors.InvalidArgument("A segment is either of an object, or data.")
        if self.first < 0 or (self.last is not None and self.last < self.first):
            raise errors.InvalidArgument(
                f"No bytes lie from {self.first} to {self.last}."
            )


class LargeObjects(Bulk):
    """The operations on large objects as such."""

    def create_static_large_object(
        self,
        container: str | Container,
        name: str,
        segments: Iterable[Object | Segment],
        *,
        content_type: str | Unset = UNSET,
        content_encoding: str | Unset = UNSET,
        content_disposition: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        delete_at: datetime | int | Unset = UNSET,
        delete_after: int | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Make one object of several, which it lists with their checksums.

        The parameters that are not named here are those of ``upload_object``.

        :param container: the container, or its name.
        :param name: the name of the object.
        :param segments: the objects, as an upload or a list gives them, in order.
            When one of them is replaced, the large object breaks.
        :raises PartialFailure: some segments are missing, or not what they were.

        API: `PUT /{container}/{object}?multipart-manifest=put
        <https://docs.openstack.org/swift/latest/api/large_objects.html>`_
        """
        settings = {
            "content_type": content_type,
            "content_encoding": content_encoding,
            "content_disposition": content_disposition,
            **expiry(delete_at, delete_after),
        }
        sent = self._headers(self.object_class, settings, metadata, extra)
        return self._put_manifest(self._place(name, container), list(segments), sent)

    def create_dynamic_large_object(
        self,
        container: str | Container,
        name: str,
        *,
        prefix: str,
        segment_container: str | Container | Unset = UNSET,
        content_type: str | Unset = UNSET,
        content_encoding: str | Unset = UNSET,
        content_disposition: str | Unset = UNSET,
        metadata: Mapping[str, str] = {},
        delete_at: datetime | int | Unset = UNSET,
        delete_after: int | Unset = UNSET,
        extra: Mapping[str, str] = {},
    ) -> Object:
        """Make one object of all whose names begin alike, now and later.

        The parameters that are not named here are those of ``upload_object``.

        :param container: the container, or its name.
        :param name: the name of the object.
        :param prefix: what the names of the segments begin with; their order is that
            of their names.
        :param segment_container: where the segments are, if not in ``container``.

        API: `PUT /{container}/{object}
        <https://docs.openstack.org/swift/latest/api/large_objects.html>`_
        """
        where = container if isinstance(segment_container, Unset) else segment_container
        settings = {
            "content_type": content_type,
            "content_encoding": content_encoding,
            "content_disposition": content_disposition,
            "object_manifest": self._manifest_of(where, prefix),
            **expiry(delete_at, delete_after),
        }
        sent = self._headers(self.object_class, settings, metadata, extra)
        return self._put_prefix(self._place(name, container), sent)

    def object_segments(
        self, obj: str | Object, container: str | Container | None = None
    ) -> Iterator[Object]:
        """Yield the segments of a large object, in order; of another one, none.

        Data that stands in the manifest itself is left out.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :raises NotFound: there is none.

        API: `GET /{container}/{object}?multipart-manifest=get
        <https://docs.openstack.org/swift/latest/api/large_objects.html>`_
        """
        found = self.get_object(obj, container)
        if found.object_manifest is not None:
            return self._segments_of(found.object_manifest)
        if not found.is_static_large_object:
            return iter(())
        path = self._object_path(obj, container)
        manifest = self._request("GET", path, params={"multipart-manifest": "get"})
        return map(self._segment, (m for m in manifest.json() if "name" in m))

    def delete_large_object(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        ignore_missing: bool = True,
    ) -> None:
        """Delete an object, and its segments, if it has any.

        Whatever else shares the segments breaks: a copy of the manifest, or an older
        version of the object.

        :param obj: the object, or its name.
        :param container: the container that it is in, if ``obj`` is a name.
        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises PartialFailure: some segments could not be deleted.

        API: `DELETE /{container}/{object}?multipart-manifest=delete
        <https://docs.openstack.org/swift/latest/api/large_objects.html>`_
        """
        path = self._object_path(obj, container)
        try:
            response = self._request("HEAD", path)
        except errors.NotFound:
            if ignore_missing:
                return
            raise
        found = self.object_class.from_headers(
            response.headers, name=name_of("object", obj)
        )
        # Of a symlink, only the link goes: the object it leads to keeps its segments.
        linked = self._target(response, path) != path
        if found.is_static_large_object and not linked:
            self._delete_static(path)
            return
        self._remove(path, ignore_missing=ignore_missing)
        if found.object_manifest is not None and not linked:
            self.delete_objects(self._segments_of(found.object_manifest))

    def _segments_of(self, manifest: str) -> Iterator[Object]:
        """Yield the segments of a dynamic large object."""
        container, _, prefix = manifest.partition("/")
        if not (container and prefix):
            # All objects of a container are nobody's segments.
            raise errors.InvalidAnswer(
                f"A large object says that its segments are {manifest!r}, and that is"
                " no container and the beginning of a name."
            )
        return self.objects(container, prefix=prefix)

    def _put_manifest(
        self,
        place: tuple[str, str],
        segments: list[Object | Segment],
        headers: Mapping[str, str],
        **known: Any,
    ) -> Object:
        """Store the manifest of a static large object.

        The service looks at each segment first, and sends spaces meanwhile:
        https://github.com/openstack/swift/blob/2.38.1/swift/common/middleware/slo.py#L100
        """
        if not segments:
            raise errors.InvalidArgument("A static large object needs segments.")
        entries = [self._entry(segment) for segment in segments]
        checksum = _checksum(entries) if self.etag_is_md5 else UNSET
        sent = {**given({"etag": checksum}), **headers, "accept": "application/json"}
        params = {"multipart-manifest": "put", "heartbeat": "on"}
        path = self._object_path(place[1], place[0])
        body = json.dumps(entries).encode()
        response = self._request("PUT", path, params=params, headers=sent, data=body)
        known["x-static-large-object"] = True
        if (outcome := self._outcome(response, "Response Status")) is not None:
            self._raise_for(response, outcome)
            known["hash"] = outcome["Etag"]
            known["last_modified"] = outcome.get("Last Modified")
        return self._made(response, headers, place, **known)

    def _put_prefix(
        self, place: tuple[str, str], headers: Mapping[str, str], **known: Any
    ) -> Object:
        """Store the manifest of a dynamic large object."""
        path = self._object_path(place[1], place[0])
        response = self._request("PUT", path, headers=headers, data=b"")
        return self._made(response, headers, place, **known)

    def _entry(self, segment: Object | Segment) -> dict[str, Any]:
        """Return what a manifest says of a segment."""
        if isinstance(segment, Segment):
            if segment.obj is None:
                return {"data": base64.b64encode(segment.data).decode()}
            last = "" if segment.last is None else segment.last
            entry = self._entry(segment.obj)
            return {**entry, "range": f"{segment.first}-{last}"}
        container, name = self._place(segment)
        # A large object has two checksums; lists have that of its segments aside.
        etag = segment.extra.get("slo_etag", segment.etag)
        return {
            "path": f"/{container}/{name}",
            "etag": etag.strip('"') if etag else None,
            "size_bytes": segment.content_length,
        }

    def _segment(self, member: Mapping[str, Any]) -> Object:
        container, _, name = member["name"].lstrip("/").partition("/")
        found = {**member, "name": name, "container": container}
        return self.object_class.from_wire(found)

    def _delete_static(self, path: str) -> None:
        params = {"multipart-manifest": "delete"}
        headers = {"accept": "application/json"}
        response = self._request("DELETE", path, params=params, headers=headers)
        if (outcome := self._outcome(response, "Number Deleted")) is not None:
            self._raise_for(response, outcome)

    def _manifest_of(self, container: str | Container, prefix: str) -> str:
        """Return what a dynamic large object says of its segments."""
        if not prefix:
            raise errors.InvalidArgument(
                "The prefix of the segments is empty: all objects of the container"
                " would be segments."
            )
        container, prefix = self._place(prefix, container)
        return quoted(container, prefix)


def _checksum(entries: Iterable[Mapping[str, Any]]) -> str | Unset:
    """Return the checksum of a static large object, if it is known beforehand."""
    checksum = hashlib.md5(usedforsecurity=False)
    for entry in entries:
        if "data" in entry:
            data = base64.b64decode(entry["data"])
            part = hashlib.md5(data, usedforsecurity=False).hexdigest()
        elif "range" in entry or not entry["etag"]:
            return UNSET
        else:
            part = entry["etag"]
        checksum.update(part.encode())
    return checksum.hexdigest()
