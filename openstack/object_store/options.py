"""What the options that several operations have become on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from openstack._unset import UNSET, Unset
from openstack.object_store import headers
from openstack.object_store.storage import not_negative

if TYPE_CHECKING:
    from openstack.object_store.objects import Object


def itself(wanted: bool) -> str | Unset:  # noqa: FBT001 - a filter of one value
    """Return the query for a symlink itself, and not what it leads to."""
    return "get" if wanted else UNSET


def version_of(obj: str | Object, version_id: str | Unset) -> str | Unset:
    """Return the version that is meant, if not the current one.

    What a list of versions yielded stands for that version.
    """
    if version_id or isinstance(obj, str) or obj.is_latest is None:
        return version_id
    return obj.version_id or UNSET


def expiry(
    delete_at: datetime | int | Unset | None, delete_after: int | Unset | None
) -> dict[str, int | Unset | None]:
    """Return the settings that say when an object is deleted.

    :raises InvalidArgument: the time has no zone, or lies before 1970.
    """
    if isinstance(delete_at, datetime):
        delete_at = headers.timestamp("delete_at", delete_at)
    return {
        "delete_at": not_negative("time of deletion", delete_at),
        "x-delete-after": not_negative("time to deletion", delete_after),
    }
