from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from openstack import errors

if TYPE_CHECKING:
    import openstack


def test_current_project(conn: openstack.Connection) -> None:
    user_id = conn.current_user_id
    assert user_id is not None
    projects = list(conn.identity.user_projects(user_id))

    assert [p.name for p in projects] == ["demo"]
    assert [p.id for p in projects] == [conn.current_project_id]


def test_projects__forbidden(conn: openstack.Connection) -> None:
    with pytest.raises(errors.Forbidden, match="identity:list_projects"):
        list(conn.identity.projects())


def test_get_user__myself(conn: openstack.Connection) -> None:
    user = conn.identity.get_user(conn.current_user_id or "")

    assert user.name == "demo"
    assert user.is_enabled is True
    assert user.password_expires_at is None
