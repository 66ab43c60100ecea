"""Users: who can log in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from openstack._unset import UNSET, Unset
from openstack.resource import Resource, wire
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class User(Resource):
    """Somebody, or something, that can log in."""

    base_path = "/users"
    resource_key = "user"
    resources_key = "users"
    update_method = "PATCH"

    name: str | None = None
    description: str | None = None
    #: Where they can be reached.
    email: str | None = None
    #: The domain that they are in.
    domain_id: str | None = None
    #: The project that they log in to when they name none.
    default_project_id: str | None = None
    #: Whether they can log in.
    is_enabled: bool | None = wire("enabled")
    #: When their password runs out; ``None`` for never.
    password_expires_at: datetime | None = None


class Users(Service):
    """The operations on users."""

    #: What a user is to this service; a vendor may put a subclass here.
    user_class: type[User] = User

    def get_user(self, user: str | User) -> User:
        """Return a user.

        :param user: the user, or their ID.
        :raises NotFound: there is none.

        API: `GET /v3/users/{user_id}
        <https://docs.openstack.org/api-ref/identity/v3/#show-user-details>`_
        """
        return self._get(self.user_class, user)

    def find_user(
        self,
        name_or_id: str,
        *,
        ignore_missing: bool = True,
        domain_id: str | Unset = UNSET,
    ) -> User | None:
        """Return the user that has an ID or a name, or ``None``.

        :param domain_id: where to look for the name.
        :raises NotFound: there is none, and ``ignore_missing`` is false.
        :raises Ambiguous: several have the name.

        API: `GET /v3/users
        <https://docs.openstack.org/api-ref/identity/v3/#list-users>`_
        """
        query = {"name": name_or_id, "domain_id": domain_id}
        return self._find(
            self.user_class, name_or_id, ignore_missing=ignore_missing, query=query
        )

    def users(
        self,
        *,
        name: str | Unset = UNSET,
        domain_id: str | Unset = UNSET,
        is_enabled: bool | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Iterator[User]:
        """Yield the users that you may see.

        :param extra: more filters, by their name on the wire.
        :raises Forbidden: you may see none.

        API: `GET /v3/users
        <https://docs.openstack.org/api-ref/identity/v3/#list-users>`_
        """
        query = {"name": name, "domain_id": domain_id, "enabled": is_enabled}
        return self._list(self.user_class, query, extra=extra)
