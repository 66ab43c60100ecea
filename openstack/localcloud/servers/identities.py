"""Fills a new Keystone with users, their projects and roles, and the catalog."""

# Keystone has no type hints, and what can be guessed from its code is partly wrong.
# pyright: basic
from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from keystone.common.provider_api import ProviderAPIs as Keystone

from openstack.localcloud.plan import REGION, USERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from openstack.localcloud.plan import Plan

#: The domain of everybody and everything.
_DOMAIN = "default"


def create(plan: Plan) -> None:
    """Create what the bootstrap of Keystone left out.

    It works as the bootstrap does, below the API: there, each call would first have
    its token validated, and that takes longer than all the rest.
    """
    _create_users(plan.passwords)
    _create_endpoints(plan.swift_url)


def _create_users(passwords: Mapping[str, str]) -> None:
    projects = _ids(Keystone.resource_api.list_projects())
    users = _ids(Keystone.identity_api.list_users(domain_scope=_DOMAIN))
    roles = _ids(Keystone.role_api.list_roles())
    roles["ResellerAdmin"] = _create_role("ResellerAdmin")
    for user in USERS:
        project_id = projects.get(user.project) or _create_project(user.project)
        user_id = users.get(user.name) or _create_user(
            user.name, password=passwords[user.name]
        )
        for role in user.roles:
            Keystone.assignment_api.create_grant(
                roles[role], user_id=user_id, project_id=project_id
            )


def _ids(resources: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {resource["name"]: resource["id"] for resource in resources}


def _create_role(name: str) -> str:
    role: dict[str, Any] = {
        "id": _new_id(),
        "name": name,
        "domain_id": None,
        "options": {},
    }
    return _id(Keystone.role_api.create_role(role["id"], role))


def _create_project(name: str) -> str:
    project: dict[str, Any] = {
        "id": _new_id(),
        "name": name,
        "description": "",
        "domain_id": _DOMAIN,
        "parent_id": _DOMAIN,
        "is_domain": False,
        "enabled": True,
        "tags": [],
        "options": {},
    }
    return _id(Keystone.resource_api.create_project(project["id"], project))


def _create_user(name: str, *, password: str) -> str:
    user: dict[str, Any] = {
        "name": name,
        "password": password,
        "domain_id": _DOMAIN,
        "enabled": True,
        "options": {},
    }
    return _id(Keystone.identity_api.create_user(user))


def _create_endpoints(url: str) -> None:
    service = {
        "id": _new_id(),
        "name": "swift",
        "type": "object-store",
        "description": "",
        "enabled": True,
    }
    Keystone.catalog_api.create_service(service["id"], service)
    for interface in ("public", "internal", "admin"):
        endpoint = {
            "id": _new_id(),
            "interface": interface,
            "url": f"{url}/v1/AUTH_$(project_id)s",
            "region_id": REGION,
            "service_id": service["id"],
            "enabled": True,
        }
        Keystone.catalog_api.create_endpoint(endpoint["id"], endpoint)


def _new_id() -> str:
    return uuid.uuid4().hex


def _id(created: Mapping[str, Any]) -> str:
    return str(created["id"])
