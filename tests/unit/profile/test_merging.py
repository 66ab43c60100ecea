"""What holds however the places of settings are filled."""

from __future__ import annotations

import contextlib
import json
import pickle
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openstack import errors
from openstack.profile import NotPicklable, Profile, load
from openstack.profile.tables import GENERAL as GENERAL_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Each example writes all of its files anew.
EACH_WRITES_ANEW = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)

#: Settings that have no other spelling, and no part in the choice of others.
GENERAL = ("api_timeout", "connect_timeout", "retries", "verify", "image_format")
AUTH = ("username", "password", "token", "project_id", "trust_id", "own_option")

VALUES: Mapping[str, st.SearchStrategy[Any]] = {
    "api_timeout": st.integers(0, 1000),
    "connect_timeout": st.integers(0, 1000),
    "retries": st.integers(0, 9),
    "verify": st.booleans(),
    "image_format": st.sampled_from(["raw", "qcow2", "vhd"]),
}

TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)

#: A secret that stands in no message by accident.
SECRETS = st.text("ÄÖÜßéñ{}'\"\\:/@%", min_size=2, max_size=12).map(lambda t: f"§{t}§")


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what stands in one place; ``None`` is among the values."""
    found: dict[str, Any] = {
        key: draw(st.none() | VALUES[key])
        for key in draw(st.sets(st.sampled_from(GENERAL)))
    }
    found["auth"] = {
        key: draw(st.none() | TEXT.filter(lambda text: not {"{", "}"} & set(text)))
        for key in draw(st.sets(st.sampled_from(AUTH)))
    }
    return found


def said(place: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a place says, flat and without ``None``."""
    flat = {key: value for key, value in place.items() if key != "auth"}
    flat |= {f"auth.{key}": value for key, value in place["auth"].items()}
    return {key: value for key, value in flat.items() if value is not None}


def everything(profile: Profile) -> dict[str, Any]:
    """Return what a profile says, flat."""
    return dict(profile.settings) | {
        f"auth.{key}": value for key, value in profile.auth.items()
    }


def as_template(text: str) -> str:
    """Return what stands for the text in a setting that may be a template."""
    return text.replace("{", "{{").replace("}", "}}")


def write_files(
    clouds: Mapping[str, Any], secure: Mapping[str, Any], region: Mapping[str, Any]
) -> None:
    """Write a cloud with one region, and what is secret of it."""
    cloud = {**clouds, "regions": [{"name": "r", "values": region}], "profile": "p"}
    Path("clouds.json").write_text(json.dumps({"clouds": {"a": cloud}}))
    Path("secure.json").write_text(json.dumps({"clouds": {"a": secure}}))


@EACH_WRITES_ANEW
@given(places=st.lists(written(), min_size=7, max_size=7))
def test_highest_place_wins_for_each_key(places: list[dict[str, Any]]) -> None:
    """And so ``None`` never does."""
    second, first, vendor, clouds, secure, region, options = places
    write_files(clouds, secure, region)

    profile = (
        load("a", options=options, vendor_profile=lambda _: vendor)
        .with_defaults(first, source="first")
        .with_defaults(second, source="second")
    )

    default = {"api_timeout": 60, "connect_timeout": 10, "retries": 3, "verify": True}
    expected = {**default, "interface": ("public",)}
    for place in places:
        expected |= said(place)
    assert expected == everything(profile)
    assert expected.keys() <= profile.sources.keys()


@EACH_WRITES_ANEW
@given(place=written(), defaults=written())
def test_with_defaults_never_overrides(
    place: dict[str, Any], defaults: dict[str, Any]
) -> None:
    write_files(place, {}, {"auth": {}})
    profile = load("a", vendor_profile=lambda _: {})

    filled = profile.with_defaults(defaults, source="vendor")

    found = everything(filled)
    assert said(place) == {key: found[key] for key in said(place)}
    for key, source in profile.sources.items():
        if source != "default":
            assert source == filled.sources[key]


@EACH_WRITES_ANEW
@given(places=st.lists(written(), min_size=3, max_size=3))
def test_load_is_deterministic(places: list[dict[str, Any]]) -> None:
    clouds, region, options = places
    write_files(clouds, {}, region)

    one, other = (
        load("a", options=options, vendor_profile=lambda _: {}) for _ in range(2)
    )

    assert one == other
    assert hash(one) == hash(other)
    assert one.describe() == other.describe()


@EACH_WRITES_ANEW
@given(
    secret=SECRETS,
    key=st.sampled_from(["password", "token", "passcode", "own", "client_secret"]),
    where=st.sampled_from(["auth", "beside", "url", "nested", "username"]),
    inside=st.booleans(),
)
def test_no_secret_is_ever_shown(
    secret: str, key: str, where: str, *, inside: bool
) -> None:
    """Neither where it belongs, nor where it is repeated."""
    places: dict[str, dict[str, Any]] = {
        "auth": {},
        "beside": {f"my_{key}": secret},
        "url": {"image_format": f"http://u:{as_template(secret)}@h"},
        "nested": {"vendor_options": {"secret": [secret]}},
        "username": {"username": as_template(secret)},
    }
    cloud = {**places[where], "auth": {key: secret}}
    if inside:
        Path("clouds.json").write_text(json.dumps({"clouds": {"a": cloud}}))
        profile = load("a").with_defaults({}, source="vendor")
    else:
        Path("clouds.json").unlink(missing_ok=True)
        cloud.pop(f"my_{key}", None)
        cloud["image_format"] = "raw"
        profile = load(options=cloud)

    shown = repr(profile) + repr(profile.describe()) + repr(profile.auth)

    assert secret not in shown
    assert repr(secret)[1:-1] not in shown
    if inside:
        assert secret.encode() not in pickle.dumps(profile)
        return
    with pytest.raises(NotPicklable) as caught:
        pickle.dumps(profile)
    assert secret not in str(caught.value)


@EACH_WRITES_ANEW
@given(secret=st.text(min_size=1).filter(lambda text: "\r" not in text))
def test_secret_arrives_as_it_was_written(secret: str) -> None:
    """Whatever braces and signs it is made of."""
    Path("clouds.json").write_text(
        json.dumps({"clouds": {"a": {"auth": {"password": secret}}}})
    )

    assert secret == load("a").auth["password"]
    assert secret == load("a", options={"password": secret}).auth["password"]


@EACH_WRITES_ANEW
@given(text=st.text())
def test_any_file_is_read_or_refused_in_a_sentence(text: str) -> None:
    for name in ("clouds.yaml", "clouds.json"):
        Path(name).write_bytes(text.encode("utf-8", "surrogatepass"))
        with contextlib.suppress(errors.ProfileError):
            load("a")
        Path(name).unlink()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=3) | st.just("name"), inner, max_size=3)
    ),
    max_leaves=4,
)
KEYS = st.sampled_from(
    [
        *sorted(GENERAL_KEYS),
        "compute_interface",
        "has_image",
        "passworrd",
        "token",
        "volume_endpoint",
    ]
)


@EACH_WRITES_ANEW
@given(
    cloud=st.dictionaries(KEYS, ANYTHING, max_size=4),
    options=st.dictionaries(KEYS, ANYTHING, max_size=2),
)
def test_any_value_is_taken_or_refused_in_a_sentence(
    cloud: dict[str, Any], options: dict[str, Any]
) -> None:
    options.pop("passworrd", None)
    Path("clouds.json").write_text(json.dumps({"clouds": {"a": cloud}}))

    with contextlib.suppress(errors.ProfileError):
        profile = load("a", options=options, vendor_profile=lambda _: {})
        assert repr(profile)
        assert profile.describe()
        assert sum(profile.timeout) >= 0
        profile.service("compute")
        assert profile == pickle.loads(pickle.dumps(profile))
