from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.testing import Answer

from {{ package }}.object_store import {{ name }}Container

if TYPE_CHECKING:
    from openstack.testing import FakeCloud

    from {{ package }} import Connection

DEPARTMENT = "X-Container-Meta-Department"
TRACE = "X-{{ name }}-Trace"


def test_create_container__department(connection: Connection, cloud: FakeCloud) -> None:
    headers = {DEPARTMENT: "marketing"}
    cloud.on("object-store", "PUT", "/blah", Answer(status=201))
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204, headers=headers))

    made = connection.object_store.create_container("blah", department="marketing")

    assert isinstance(made, {{ name }}Container)
    assert made.department == "marketing"
    assert cloud.sent[0].headers[DEPARTMENT] == "marketing"


def test_publish_container(connection: Connection, cloud: FakeCloud) -> None:
    cloud.on("object-store", "POST", "/blah", Answer(status=204))
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204))

    address = connection.object_store.publish_container("blah")

    assert address == f"{cloud.endpoints['object-store']}/blah"
    assert cloud.sent[0].headers["X-Container-Read"] == ".r:*,.rlistings"


def test_on_request__each_has_its_own(connection: Connection, cloud: FakeCloud) -> None:
    cloud.on("object-store", "HEAD", "/blah", Answer(status=204))

    connection.object_store.get_container("blah")
    connection.object_store.get_container("blah")

    assert len({sent.headers[TRACE] for sent in cloud.sent}) == 2
