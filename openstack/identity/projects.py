"""Projects: what the resources of a cloud belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openstack._unset import UNSET, Unset
from openstack.identity.users import User
from openstack.resource import Resource, id_of, wire
from openstack.service import Service, below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Project(Resource):
    """A project: what the resources of a cloud, and their quotas, belong to."""

    base_path = "/projects"
    resource_key = "project"
    resources_key = "projects"
    update_method = "PATCH"

    name: str | None = None
    description: str | None = None
    #: The domain that it is in.
    domain_id: str | None = None
    #: Whether anybody can log in to it.
    is_enabled: bool | None = wire("enabled")
    #: Whether it acts as a domain.
    is_domain: bool | None = None
    #: The project that it is below, or its domain.
    parent_id: str | None = None
    #: Words that a list can be filtered by.
    tags: list[str] | None = None


class Projects(Service):
    """The operations on projects."""

    #: What a project is to this service; a vendor may put a subclass here.
    project_class: type[Project] = Project

    def get_project(self, project: str | Project) -> Project:
        """Return a project.

        :param project: the project, or its ID.
        :raises NotFound: there is none.

        API: `GET /v3/projects/{id}
        <https://docs.openstack.org/api-ref/identity/v3/#show-project-details>`_
        """
        return self._get(self.project_class, project)

    def find_project(
        self,
        name_or_id: str,
        *,
        ignore_missing: bool = True,
        domain_id: str | Unset = UNSET,
    ) -> Project | None:
        """Return the project that has an ID or a name, or ``None``.

        :param domain_id: where to look for the name.
        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Ambiguous: several have the name.

        API: `GET /v3/projects
        <https://docs.openstack.org/api-ref/identity/v3/#list-projects>`_
        """
        query = {"name": name_or_id, "domain_id": domain_id}
        return self._find(
            self.project_class, name_or_id, ignore_missing=ignore_missing, query=query
        )

    def projects(
        self,
        *,
        name: str | Unset = UNSET,
        domain_id: str | Unset = UNSET,
        parent_id: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[Project]:
        """Yield the projects that you may see.

        :param extra: more filters, by their name on the wire.
        :raises Forbidden: you may see none; your own are in :meth:`user_projects`.

        API: `GET /v3/projects
        <https://docs.openstack.org/api-ref/identity/v3/#list-projects>`_
        """
        query = {
            "name": name,
            "domain_id": domain_id,
            "parent_id": parent_id,
            "enabled": is_enabled,
        }
        return self._list(self.project_class, query, extra=extra)

    def user_projects(self, user: str | User) -> Iterator[Project]:
        """Yield the projects that a user has a role in; you may ask for your own.

        :param user: the user, or their ID.
        :raises NotFound: there is no such user.

        API: `GET /v3/users/{user_id}/projects
        <https://docs.openstack.org/api-ref/identity/v3/#list-projects-for-user>`_
        """
        path = below(User.base_path, id_of(user), "projects")
        return self._list(self.project_class, path=path)
