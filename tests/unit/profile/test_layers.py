from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openstack import errors
from openstack.profile import load

Write = Callable[[str, str], str]


def test_regions__first_is_taken(write: Write) -> None:
    path = write(
        "clouds.yaml",
        """\
        clouds:
          a:
            regions:
            - name: one
              values:
                verify: false
                auth: {project_name: p1}
            - two
            verify: true
            auth: {token: t, project_name: p}
        """,
    )

    first, second = load(), load(region_name="two")

    assert "one" == first.region_name
    assert f"{path}:3" == first.sources["region_name"]
    assert False is first.verify
    assert f"{path}:6" == first.sources["verify"]
    assert {"token": "t", "project_name": "p1"} == first.auth
    assert "two" == second.region_name
    assert "keyword argument" == second.sources["region_name"]
    assert True is second.verify
    assert {"token": "t", "project_name": "p"} == second.auth


def test_regions__argument_wins_over_values_of_a_region(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [{name: r, values: {retries: 1}}]}}")

    assert 7 == load(options={"retries": 7}).retries


def test_regions__region_name_chooses(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [one, two], region_name: two}}")

    assert "two" == load().region_name
    assert "one" == load(options={"region_name": "one"}).region_name


@pytest.mark.parametrize("wanted", ["Two", "tow"])
def test_regions__unknown(write: Write, wanted: str) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [one, two]}}")

    with pytest.raises(errors.UnknownRegion) as caught:
        load(region_name=wanted)

    assert (
        f"keyword argument: the cloud 'a' has no region {wanted!r}. Did you mean "
        "'two'? It has one and two."
    ) == str(caught.value)


def test_regions__unknown_to_the_same_file(write: Write) -> None:
    path = write("clouds.yaml", "clouds: {a: {regions: [one], region_name: two}}")

    with pytest.raises(errors.UnknownRegion, match=f"^{path}:1: the cloud 'a' has no"):
        load()


def test_regions__region_name_alone_limits_nothing(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {region_name: one}}")

    assert "one" == load().region_name
    assert "two" == load(region_name="two").region_name


def test_regions__none(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {}, b: {regions: []}, c: {regions: ~}}")

    assert [None] * 3 == [load(name).region_name for name in "abc"]
    assert "x" == load("b", region_name="x").region_name
    assert "region_name" not in load("a").sources


@pytest.mark.parametrize("text", ["'one,two'", "[one, two]"])
def test_regions__list_in_region_name(
    write: Write, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    path = write("clouds.yaml", f"clouds: {{a: {{region_name: {text}}}}}")

    assert "one" == load().region_name
    assert "two" == load(region_name="two").region_name
    assert f"{path}:1: a list of regions belongs in regions" == caplog.messages[0]


def test_regions__list_in_region_name_beside_regions(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {region_name: [x, y], regions: [one]}}")

    assert "one" == load().region_name


@pytest.mark.parametrize(
    "text",
    [
        "[{values: {}}]",
        "[{name: ''}]",
        "[{name: ~}]",
        "[{name: [a]}]",
        "[{name: a, value: {}}]",
        "[{name: a, values: [b]}]",
        "[[a]]",
        "['']",
        "[~]",
    ],
)
def test_regions__entry_that_is_no_region(write: Write, text: str) -> None:
    path = write("clouds.yaml", f"clouds:\n  a:\n    regions: {text}\n")

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:3: a region must be a name, or a mapping with the keys name and "
        "values."
    ) == str(caught.value)


def test_regions__without_values(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {regions: [{name: 1, values: ~}, {name: no}]}}")

    assert "1" == load().region_name
    assert "no" == load(region_name="no").region_name


def test_regions__twice(write: Write) -> None:
    path = write("clouds.yaml", "clouds: {a: {regions: [r, {name: r}]}}")

    with pytest.raises(errors.ProfileError, match=f"^{path}:1: the region 'r' stands"):
        load()


@pytest.mark.parametrize("key", ["profile", "region_name", "regions", "vendor"])
def test_regions__what_belongs_to_the_cloud(write: Write, key: str) -> None:
    value = "[x]" if key == "regions" else "x"
    path = write(
        "clouds.yaml",
        f"clouds:\n  a:\n    regions:\n    - name: r\n"
        f"      values: {{{key}: {value}}}\n",
    )

    with pytest.raises(errors.ProfileError) as caught:
        load()

    assert (
        f"{path}:5: {key} belongs to the cloud, and cannot differ from region to "
        "region."
    ) == str(caught.value)


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("project_id", "project_name"),
        ("project_name", "project_id"),
        ("user_id", "username"),
        ("user_domain_id", "user_domain_name"),
        ("application_credential_id", "application_credential_name"),
    ],
)
def test_merge__name_above_displaces_id_below(
    write: Write, below: str, above: str
) -> None:
    """Else keystoneauth would take the ID, whoever set the name."""
    write("clouds.yaml", f"clouds: {{a: {{auth: {{{below}: x, token: t}}}}}}")

    profile = load(options={above: "y"})

    assert {"token": "t", above: "y"} == profile.auth
    assert f"auth.{below}" not in profile.sources


def test_merge__name_and_id_in_one_place(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {auth: {project_id: x, project_name: y}}}")

    assert {"project_id": "x", "project_name": "y"} == load().auth


def test_merge__none_of_an_argument_says_nothing(write: Write) -> None:
    write("clouds.yaml", "clouds: {a: {retries: 7, auth: {token: t}}}")
    options: dict[str, Any] = {"retries": None, "token": None, "auth": {"token": None}}

    profile = load(region_name=None, options=options)

    assert 7 == profile.retries
    assert {"token": "t"} == profile.auth
