from __future__ import annotations

from typing import Any

import pytest

from openstack import errors
from openstack.identity import Project, User
from openstack.testing import Answer, FakeCloud

# The members of an answer of keystone, from its API reference.
# https://docs.openstack.org/api-ref/identity/v3/#show-project-details
WIRE: dict[str, Any] = {
    "id": "263fd9",
    "name": "Dev Group A",
    "description": "",
    "domain_id": "1789d1",
    "enabled": True,
    "is_domain": False,
    "parent_id": "183ab2",
    "tags": [],
    "options": {},
}
PROJECTS = Answer(json={"projects": [WIRE], "links": {"next": None}})


def test_project__every_field() -> None:
    assert Project.from_wire(WIRE) == Project(
        id="263fd9",
        name="Dev Group A",
        description="",
        domain_id="1789d1",
        is_enabled=True,
        is_domain=False,
        parent_id="183ab2",
        tags=[],
        extra={"options": {}},
    )


def test_get_project(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/projects/263fd9", Answer(json={"project": WIRE}))

    assert cloud.connect().identity.get_project("263fd9").name == "Dev Group A"


def test_find_project__by_name(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/projects/Dev Group A", Answer(status=404))
    cloud.on("identity", "GET", "/projects", PROJECTS)

    project = cloud.connect().identity.find_project(
        "Dev Group A", ignore_missing=False, domain_id="1789d1"
    )

    assert project is not None
    assert project.id == "263fd9"
    assert cloud.sent[1].query == {"name": "Dev Group A", "domain_id": "1789d1"}


def test_projects(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/projects", PROJECTS)

    found = cloud.connect().identity.projects(
        name="a", domain_id="d", parent_id="p", is_enabled=False, extra={"tags": "t"}
    )

    assert [project.id for project in found] == ["263fd9"]
    assert cloud.sent[0].query == {
        "name": "a",
        "domain_id": "d",
        "parent_id": "p",
        "enabled": "false",
        "tags": "t",
    }


def test_projects__not_allowed(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/projects", Answer(status=403))

    with pytest.raises(errors.Forbidden):
        list(cloud.connect().identity.projects())


def test_user_projects(cloud: FakeCloud) -> None:
    cloud.on("identity", "GET", "/users/u1/projects", PROJECTS)
    identity = cloud.connect().identity

    assert [p.id for p in identity.user_projects("u1")] == ["263fd9"]
    assert [p.id for p in identity.user_projects(User(id="u1"))] == ["263fd9"]


def test_user_projects__no_user(cloud: FakeCloud) -> None:
    with pytest.raises(errors.InvalidArgument):
        cloud.connect().identity.user_projects("")

    assert cloud.sent == []
