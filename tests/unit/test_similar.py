from __future__ import annotations

import pytest

from openstack._similar import did_you_mean


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("comptue", " Did you mean 'compute'?"),
        ("Compute", " Did you mean 'compute'?"),
        ("DNS", " Did you mean 'dns'?"),
        ("weather", ""),
        ("", ""),
    ],
)
def test_did_you_mean(name: str, question: str) -> None:
    assert did_you_mean(name, ["compute", "identity", "dns"]) == question


def test_did_you_mean__keeps_the_spelling_of_what_is_known() -> None:
    assert did_you_mean("cloudvendor", {"CloudVendor": 1}) == (
        " Did you mean 'CloudVendor'?"
    )


def test_did_you_mean__nothing_is_known() -> None:
    assert did_you_mean("anything", []) == ""
