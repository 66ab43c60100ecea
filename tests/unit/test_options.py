from __future__ import annotations

from typing import Any

import pytest

import openstack
from openstack.options import ConnectOptions

#: A value for each option that takes no other text.
VALUES: dict[str, Any] = {
    "auth": {},
    "auth_url": "https://identity.cloud.example/v3",
    "interface": "internal",
    "verify": True,
    "insecure": False,
}


@pytest.mark.parametrize("option", sorted(ConnectOptions.__annotations__))
def test_connect__takes_every_option(option: str) -> None:
    """What type checkers accept, a connection accepts as well."""
    options: Any = {"auth_type": "none", option: VALUES.get(option, "1")}

    profile = openstack.Connection(**options).profile

    assert "keyword argument" in set(profile.sources.values())
