from __future__ import annotations

import pytest

from openstack import errors
from openstack.microversions import Endpoint, negotiate, number, require

URL = "https://compute.cloud.example/v2.1"


def speaks(oldest: str, newest: str) -> Endpoint:
    """Return an endpoint that speaks the microversions from one to another."""
    return Endpoint(url=URL, min_microversion=oldest, max_microversion=newest)


@pytest.mark.parametrize(
    ("microversion", "numbers"), [("2.1", (2, 1)), ("2.79", (2, 79)), ("10.0", (10, 0))]
)
def test_number(microversion: str, numbers: tuple[int, int]) -> None:
    assert number(microversion) == numbers


def test_number__compares_as_versions_do() -> None:
    assert number("2.9") < number("2.10") < number("3.0")


@pytest.mark.parametrize("text", ["", "2", "2.", ".1", "2.1.0", "latest", "2.x", "2,1"])
def test_number__is_none(text: str) -> None:
    with pytest.raises(errors.InvalidArgument) as caught:
        number(text)

    assert str(caught.value) == (f"{text!r} is no microversion: one looks like '2.79'.")


@pytest.mark.parametrize(
    ("oldest", "newest", "spoken"),
    [
        ("2.1", "2.79", "2.79"),
        ("2.1", "2.99", "2.96"),
        ("2.1", "2.100", "2.96"),
        ("2.96", "2.99", "2.96"),
        ("2.1", "2.9", "2.9"),
        ("", "2.96", "2.96"),
        ("", "", None),
    ],
)
def test_negotiate__the_newest_that_both_know(
    oldest: str, newest: str, spoken: str | None
) -> None:
    assert spoken == negotiate(
        speaks(oldest, newest), newest="2.96", asked_for=None, service="compute"
    )


def test_negotiate__the_library_knows_none() -> None:
    assert (
        negotiate(speaks("2.1", "2.96"), newest="", asked_for=None, service="dns")
        is None
    )


def test_negotiate__the_profile_asks_for_one() -> None:
    """Also for one that is newer than this library knows."""
    for asked_for in ("2.1", "2.50", "2.99"):
        assert asked_for == negotiate(
            speaks("2.1", "2.99"), newest="2.96", asked_for=asked_for, service="compute"
        )


@pytest.mark.parametrize(
    ("endpoint", "has"),
    [
        (speaks("2.1", "2.79"), "only 2.79 is spoken"),
        (Endpoint(url=URL), "the service has none"),
    ],
)
def test_negotiate__the_profile_asks_for_a_newer_one(
    endpoint: Endpoint, has: str
) -> None:
    with pytest.raises(errors.MicroversionTooOld) as caught:
        negotiate(endpoint, newest="2.96", asked_for="2.80", service="compute")

    assert str(caught.value) == (
        f"compute 2.80 needs microversion 2.80, and {has}. Nothing was sent."
    )


def test_negotiate__the_service_speaks_only_newer_ones() -> None:
    with pytest.raises(errors.NotSupported) as caught:
        negotiate(
            speaks("3.1", "3.9"), newest="2.96", asked_for=None, service="compute"
        )

    assert str(caught.value) == (
        f"The compute service at {URL} speaks microversions from 3.1 on, and 2.96 is"
        " the newest that this library knows. A newer stackbase is needed."
    )


def test_negotiate__the_profile_asks_for_an_older_one() -> None:
    with pytest.raises(errors.NotSupported) as caught:
        negotiate(speaks("2.53", "2.96"), newest="", asked_for="2.9", service="compute")

    assert str(caught.value) == (
        f"The compute service at {URL} speaks microversions from 2.53 on, and 2.9 is"
        " what the profile asks for (`compute_default_microversion`)."
    )


@pytest.mark.parametrize("spoken", ["2.52", "2.53", "3.0"])
def test_require(spoken: str) -> None:
    require("2.52", spoken, what="Server.tags")


@pytest.mark.parametrize(
    ("spoken", "has"),
    [
        ("2.9", "only 2.9 is spoken"),
        ("", "the service has none"),
        (None, "the service has none"),
    ],
)
def test_require__too_old(spoken: str | None, has: str) -> None:
    with pytest.raises(errors.MicroversionTooOld) as caught:
        require("2.52", spoken, what="Server.tags")

    assert str(caught.value) == (
        f"Server.tags needs microversion 2.52, and {has}. Nothing was sent."
    )
