from __future__ import annotations

from typing import TYPE_CHECKING

from openstack.extending.environment import clash

if TYPE_CHECKING:
    from tests.unit.conftest import Site


def test_clash__there_is_none() -> None:
    assert clash() is None


def test_clash__another_distribution_owns_the_package_too(site: Site) -> None:
    site.write_metadata("openstacksdk", "4.22.0", {})

    assert clash() == (
        "openstacksdk 4.22.0 is installed in the same environment, and it owns the"
        " import package 'openstack' as stackbase does: each has overwritten files of"
        " the other. Install stackbase into an environment of its own."
    )
