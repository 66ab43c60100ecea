"""What a cloud on this machine consists of, as its servers are told."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

import attrs

#: The one address everything listens on.
HOST = "127.0.0.1"

#: The one region.
REGION = "RegionOne"


@attrs.frozen(kw_only=True)
class User:
    """A user, who has roles in a project."""

    #: The name of the user.
    name: str
    #: The project.
    project: str
    #: The roles of the user there.
    roles: tuple[str, ...]
    #: The name in clouds.yaml; empty when it is not there.
    cloud: str = ""


#: Who can log in. The last is Swift itself, which asks Keystone about tokens.
USERS = (
    User(name="demo", project="demo", roles=("member",), cloud="localcloud"),
    User(name="alt", project="alt", roles=("member",), cloud="localcloud-alt"),
    User(
        name="admin",
        project="admin",
        roles=("admin", "ResellerAdmin"),
        cloud="localcloud-admin",
    ),
    User(name="swift", project="service", roles=("service",)),
)


@attrs.frozen(kw_only=True)
class Plan:
    """What the servers must know of each other."""

    #: Where Keystone listens, without a path.
    keystone_url: str
    #: Where Swift's proxy listens, without a path.
    swift_url: str
    #: The password of each user.
    passwords: Mapping[str, str] = attrs.field(repr=False)

    @classmethod
    def draw(cls, *, keystone_port: int, swift_port: int) -> Plan:
        """Make a plan for two ports, with new passwords."""
        return cls(
            keystone_url=f"http://{HOST}:{keystone_port}",
            swift_url=f"http://{HOST}:{swift_port}",
            passwords={user.name: secrets.token_urlsafe(24) for user in USERS},
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Plan:
        """Read what :meth:`to_json` wrote."""
        members: dict[str, Any] = json.loads(text)
        return cls(**members)

    def to_json(self) -> str:
        """Write the plan as one line, passwords included."""
        return json.dumps(attrs.asdict(self)) + "\n"

    @property
    def auth_url(self) -> str:
        """Where a user logs in."""
        return f"{self.keystone_url}/v3"

    def credentials(self, user: User) -> dict[str, str]:
        """Return what ``auth`` in clouds.yaml says about a user."""
        return {
            "auth_url": self.auth_url,
            "username": user.name,
            "password": self.passwords[user.name],
            "project_name": user.project,
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        }
