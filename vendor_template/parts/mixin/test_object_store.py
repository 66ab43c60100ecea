from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.object_store import ObjectStorage
from openstack.testing import Answer

from {{ package }}.object_store import {{ class }}

if TYPE_CHECKING:
    import openstack
    from openstack.testing import FakeCloud


class Joined({{ class }}, ObjectStorage):
    """What a vendor makes of it."""


def test_publish_container(connection: openstack.Connection, cloud: FakeCloud) -> None:
    cloud.on("object-store", "POST", "/blah", Answer(status=204))
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204))

    address = Joined(connection).publish_container("blah")

    assert address == f"{cloud.endpoints['object-store']}/blah"
    assert cloud.sent[0].headers["X-Container-Read"] == ".r:*,.rlistings"
    assert "X-{{ name }}-Trace" in cloud.sent[0].headers
