"""From layers of settings to the settings of one cloud and region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openstack.errors import ProfileError
from openstack.profile.layers import merge, region_of
from openstack.profile.masking import without_secrets
from openstack.profile.templates import expand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openstack.profile.layers import Layer, Merged
    from openstack.profile.sections import Section


def assemble(cloud: str, layers: Sequence[Layer]) -> Merged:
    """Return what the layers say of a cloud, in the region they choose.

    :param cloud: its name, for messages.
    :param layers: the lowest first.
    :raises ProfileError: they make no sense together.
    """
    region, origin = region_of(layers, cloud)
    merged = merge(layers, region)
    expand(merged, region)
    merged.settings.drop("region_name")
    if region:
        merged.settings.put("region_name", region, origin)
    for name in ("auth_url", "endpoint"):
        _check_url(merged.auth, name, f"auth.{name}")
    for name in merged.settings:
        if name.endswith("_endpoint_override"):
            _check_url(merged.settings, name, name)
    _fill_domains(merged.auth)
    return merged


def _check_url(section: Section, name: str, dotted: str) -> None:
    url = section.get(name)
    if url is not None and not re.fullmatch(r"https?://[^\s/]\S*", url, re.IGNORECASE):
        raise ProfileError(
            f"{section.origins[name]}: {dotted} must be a URL that begins with "
            f"https:// or http://, not {without_secrets(url)!r}."
        )


def _fill_domains(auth: Section) -> None:
    """Let a bare domain stand for that of the user, and that of the project.

    Beside a project it does nothing else: a token has one scope.
    """
    scoped = "project_id" in auth or "project_name" in auth
    for form in ("id", "name"):
        bare = f"domain_{form}"
        if bare not in auth:
            continue
        for who, name in (("user", "username"), ("project", "project_name")):
            own = {f"{who}_domain_id", f"{who}_domain_name"}
            if name in auth and own.isdisjoint(auth):
                auth.put(f"{who}_domain_{form}", auth[bare], auth.origins[bare])
        if scoped:
            auth.drop(bare)
