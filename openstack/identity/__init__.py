"""The Identity service (keystone)."""

from __future__ import annotations

from openstack.identity.projects import Project, Projects
from openstack.identity.users import User, Users

__all__ = ["Identity", "Project", "Projects", "User", "Users"]


class Identity(Projects, Users):
    """The Identity service: projects and users."""

    service_type = "identity"
    api_version = "3"
