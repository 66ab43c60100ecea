"""``{region_name}`` and the like, in the settings of files and vendors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openstack._similar import did_you_mean
from openstack.errors import ProfileError
from openstack.profile import keys
from openstack.profile.masking import auth_shown
from openstack.profile.tables import PUBLIC_AUTH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.profile.layers import Merged
    from openstack.profile.sections import Section

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")

#: Options of a vendor's own plugin that are no secret by their names.
_URL = re.compile(r"_(url|uri|endpoint)$")


def expand(merged: Merged, region: str | None) -> None:
    """Replace the templates; a secret is never one, nor holds one.

    :raises ProfileError: a brace begins no template, or names no setting.
    """
    values = _values(merged, region)
    auth_type = merged.settings.get("auth_type", "")
    for name in merged.settings:
        key = keys.find(name)
        if key and key.kind.template and name not in merged.literal:
            _expand_one(merged.settings, name, name, values)
    for name, value in merged.auth.items():
        public = auth_shown(name, auth_type) or _URL.search(name)
        if public and isinstance(value, str) and f"auth.{name}" not in merged.literal:
            _expand_one(merged.auth, name, f"auth.{name}", values)


def _expand_one(
    section: Section, name: str, dotted: str, values: Mapping[str, str]
) -> None:
    def replace(piece: re.Match[str]) -> str:
        if piece[0] in ("{{", "}}"):
            return piece[0][0]
        if piece[1] in values:
            return values[piece[1]]
        raise ProfileError(
            f"{section.origins[name]}: {dotted} has {_problem(piece, values)} "
            "Write {{ and }} for a brace that stands for itself."
        )

    section[name] = _PIECE.sub(replace, section[name])


def _problem(piece: re.Match[str], values: Mapping[str, str]) -> str:
    if piece[1] is None:
        return f"a single {piece[0]!r}."
    if piece[1] == "region_name":
        return "the template {region_name}, and no region is chosen."
    hint = did_you_mean(piece[1], [*values, "region_name"])
    if hint:
        return f"the template {piece[0]}, which names no setting.{hint}"
    # What stands between the braces is not said: it may be part of a secret.
    return "a template that names no setting."


def _values(merged: Merged, region: str | None) -> dict[str, str]:
    """Return what can be put in: text that is no secret, as it was written."""
    public = {name: merged.auth[name] for name in merged.auth if name in PUBLIC_AUTH}
    known = {name: merged.settings[name] for name in merged.settings if keys.find(name)}
    found = public | known | {"region_name": region}
    return {name: value for name, value in found.items() if isinstance(value, str)}
