from __future__ import annotations

from typing import Any

import pytest

from openstack import errors
from openstack.profile import ServiceSettings, load


def service(service_type: str, **options: Any) -> ServiceSettings:
    """Return what keyword arguments say of a service."""
    all_options = {"auth_url": "http://a", "project_name": "p", **options}
    return load(options=all_options).service(service_type)


def test_service__defaults() -> None:
    assert ServiceSettings(
        service_type="compute",
        service_name=None,
        interface=("public",),
        region_name=None,
        api_version=None,
        default_microversion=None,
        endpoint_override=None,
        enabled=True,
        rate_limit=None,
        concurrency=None,
        retries=3,
    ) == service("compute")


@pytest.mark.parametrize(
    "alias", ["block-storage", "block_storage", "volumev3", "volume"]
)
@pytest.mark.parametrize(
    "prefix", ["block_storage", "volumev3", "volume", "block-store"]
)
def test_service__aliases(alias: str, prefix: str) -> None:
    """The settings of a service are found by any name of it."""
    options = {
        "service_type": "volumev3",
        "service_name": "cinder",
        "interface": ["internal", "public"],
        "region_name": "r",
        "api_version": "3",
        "default_microversion": "3.59",
        "endpoint_override": "http://v",
        "retries": 5,
    }

    found = service(
        alias,
        **{f"{prefix}_{name}": value for name, value in options.items()},
        **{f"has_{prefix}": False},
        rate_limit={prefix: 7},
        concurrency={prefix: 8},
    )

    assert (
        ServiceSettings(
            service_type="volumev3",
            service_name="cinder",
            interface=("internal", "public"),
            region_name="r",
            api_version="3",
            default_microversion="3.59",
            endpoint_override="http://v",
            enabled=False,
            rate_limit=7.0,
            concurrency=8,
            retries=5,
        )
        == found
    )


def test_service__what_holds_for_all() -> None:
    found = service(
        "image",
        interface="internal",
        region_name="r",
        rate_limit=7,
        concurrency=8,
        retries=9,
    )

    assert ("internal",) == found.interface
    assert "r" == found.region_name
    assert 7.0 == found.rate_limit
    assert 8 == found.concurrency
    assert 9 == found.retries


def test_service__limit_of_another_service() -> None:
    assert None is service("image", rate_limit={"compute": 7}).rate_limit


def test_service__of_a_vendor() -> None:
    found = service("cdn-edge", cdn_edge_endpoint_override="http://c")

    assert "cdn-edge" == found.service_type
    assert "http://c" == found.endpoint_override


@pytest.mark.parametrize(
    ("version", "microversion", "expected"),
    [
        ("2.79", None, ("2", "2.79")),
        ("2.79", "2.79", ("2", "2.79")),
        ("2.10", None, ("2", "2.10")),
        ("2.0", None, ("2.0", None)),
        ("2", None, ("2", None)),
        ("v2", "2.60", ("2", "2.60")),
        ("latest", None, (None, None)),
        (None, "2.60", (None, "2.60")),
        (None, "latest", (None, "latest")),
        (3, None, ("3", None)),
    ],
)
def test_service__versions(
    version: Any, microversion: str | None, expected: tuple[str | None, str | None]
) -> None:
    found = service(
        "compute",
        compute_api_version=version,
        compute_default_microversion=microversion,
    )

    assert expected == (found.api_version, found.default_microversion)


def test_service__contradicting_versions() -> None:
    with pytest.raises(errors.ProfileError) as caught:
        service(
            "compute", compute_api_version="2.79", compute_default_microversion="2.80"
        )

    assert (
        "compute_api_version 2.79 asks for another microversion than "
        "compute_default_microversion 2.80. Leave out one of them, or write 2 for the "
        "first."
    ) == str(caught.value)


def test_service__endpoint_without_authentication() -> None:
    options = {"auth_type": "none", "endpoint": "http://e"}

    assert "http://e" == service("baremetal", **options).endpoint_override
    assert (
        "http://o"
        == service(
            "baremetal", **options, baremetal_endpoint="http://o"
        ).endpoint_override
    )


def test_service__identity_without_a_scope() -> None:
    """Such a token comes without a catalog."""
    profile = load(options={"auth_url": "http://a/v3", "username": "u"})

    assert "http://a/v3" == profile.service("identity").endpoint_override
    assert None is profile.service("compute").endpoint_override
    assert None is service("identity").endpoint_override
