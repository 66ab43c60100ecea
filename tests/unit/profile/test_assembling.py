from __future__ import annotations

from typing import Any

import pytest

from openstack import errors
from openstack.profile import load


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (
            {"username": "u", "project_name": "p", "domain_id": "d"},
            {"user_domain_id": "d", "project_domain_id": "d"},
        ),
        (
            {"username": "u", "project_name": "p", "domain_name": "d"},
            {"user_domain_name": "d", "project_domain_name": "d"},
        ),
        (
            {"username": "u", "project_name": "p", "domain_id": "d"}
            | {"user_domain_name": "own"},
            {"user_domain_name": "own", "project_domain_id": "d"},
        ),
        (
            {"username": "u", "project_id": "p", "domain_id": "d"},
            {"user_domain_id": "d"},
        ),
        ({"user_id": "u", "project_id": "p", "domain_id": "d"}, {}),
        (
            {"username": "u", "domain_id": "d"},
            {"domain_id": "d", "user_domain_id": "d"},
        ),
        ({"user_id": "u", "domain_id": "d"}, {"domain_id": "d"}),
    ],
)
def test_assemble__bare_domain(auth: dict[str, str], expected: dict[str, str]) -> None:
    found = load(options={"auth": auth}).auth

    assert expected == {key: found[key] for key in found if "domain" in key}


@pytest.mark.parametrize("url", ["a.example.com", "ftp://a", "https://", "http:// a"])
@pytest.mark.parametrize(
    "key", ["auth.auth_url", "auth.endpoint", "image_endpoint_override"]
)
def test_assemble__no_url(key: str, url: str) -> None:
    options: dict[str, Any] = {"auth_type": "none", key.removeprefix("auth."): url}

    with pytest.raises(errors.ProfileError) as caught:
        load(options=options)

    assert (
        f"keyword argument: {key} must be a URL that begins with https:// or http://, "
        f"not {url!r}."
    ) == str(caught.value)


def test_assemble__no_url_hides_who() -> None:
    with pytest.raises(errors.ProfileError, match=r"not 'ftp://\*\*\*@host'") as caught:
        load(options={"auth_url": "ftp://me:hunter2@host"})

    assert "hunter2" not in str(caught.value)
