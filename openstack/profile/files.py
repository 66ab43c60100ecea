"""The files that clouds are written in, and where they are looked for."""

from __future__ import annotations

import itertools
import logging
import os
from pathlib import Path

import attrs

from openstack._similar import did_you_mean
from openstack.errors import ProfileError
from openstack.profile.reading import read
from openstack.profile.sections import Section, overlaid
from openstack.profile.wording import kind_of, listed

_log = logging.getLogger("openstack.profile")

_SUFFIXES = (".yaml", ".yml", ".json")

#: The settings of a file that hold for all of its clouds.
SHARED = ("cache", "client", "metrics")

#: The last place to look in, on any system.
SYSTEM = "/etc/openstack"

# `ansible` is what the inventory plugin of Ansible reads in the same file.
_TOP_LEVEL = ("clouds", "public-clouds", "ansible", *SHARED)


@attrs.frozen
class Files:
    """What clouds.yaml and secure.yaml say, as one."""

    #: The settings of each cloud, by its name.
    clouds: Section
    #: The settings that hold for all of them.
    shared: Section
    #: The files that were read.
    paths: tuple[str, ...]
    #: The files that are there, and may not be read.
    denied: tuple[str, ...]

    @property
    def where(self) -> str:
        """The files that were read, as part of a sentence."""
        return listed(self.paths) if self.paths else ""

    @property
    def also(self) -> str:
        """A sentence about the files that may not be read, or nothing."""
        if not self.denied:
            return ""
        return f" {listed(self.denied)} may not be read by this user."


def directories() -> list[str]:
    """Return where files are looked for, in this order; the first found wins."""
    import platformdirs

    # Inside a snap, HOME is not where the user keeps files:
    # https://snapcraft.io/docs/environment-variables
    home = os.environ.get("SNAP_REAL_HOME") or "~"
    site = platformdirs.site_config_dir("openstack", "OpenStack", multipath=True)
    places = [
        os.curdir,
        platformdirs.user_config_dir("openstack", "OpenStack"),
        expanded(f"{home}/.config/openstack"),
        *site.split(os.pathsep),
        SYSTEM,
    ]
    return list(dict.fromkeys(places))


def find(config_file: str | None, secure_file: str | None) -> Files:
    """Read the first clouds.yaml, and the first secure.yaml on top of it.

    :param config_file: the file that OS_CLIENT_CONFIG_FILE names.
    :param secure_file: the file that OS_CLIENT_SECURE_FILE names.
    :raises ProfileError: a file is there, and makes no sense.
    """
    paths: list[str] = []
    denied: list[str] = []
    content = Section()
    for stem, named in (("clouds", config_file), ("secure", secure_file)):
        candidates = [named] if named else _candidates(stem)
        found = _first(candidates, denied, needed=named is not None)
        if found:
            paths.append(found[0])
            content = overlaid(content, _checked(*found))
    shared = Section()
    shared.take(content, *SHARED)
    clouds = content.get("clouds", Section())
    return Files(clouds, shared, tuple(paths), tuple(denied))


def public_clouds() -> Section:
    """Return the vendor profiles of the first clouds-public.yaml, by name."""
    found = _first(_candidates("clouds-public"), [], needed=False)
    if not found:
        return Section()
    profiles: Section = _checked(*found).get("public-clouds", Section())
    return profiles


def _candidates(stem: str) -> list[str]:
    pairs = itertools.product(directories(), _SUFFIXES)
    paths = [Path(place, stem + suffix) for place, suffix in pairs]
    return [str(path.absolute()) for path in paths if exists(path)]


def expanded(path: str) -> str:
    """Return the path with the home directory for its ``~``."""
    return os.path.expanduser(path)  # noqa: PTH111 - pathlib fails without a home


def exists(path: str | Path) -> bool:
    """Whether there is such a file; not, if that may not be known."""
    return os.path.exists(path)  # noqa: PTH110 - pathlib fails in a locked directory


def _first(
    candidates: list[str], denied: list[str], *, needed: bool
) -> tuple[str, Section] | None:
    """Read the first file that may be read; note those that may not."""
    for path in candidates:
        try:
            return path, read(path)
        except PermissionError:
            denied.append(path)
        if needed:
            raise ProfileError(f"{path} may not be read by this user.")
        _log.warning("%s may not be read by this user, and is left out", path)
    return None


def _checked(path: str, content: Section) -> Section:
    for key in content:
        if key not in _TOP_LEVEL:
            _log.warning(
                "%s: a file of clouds has no key %r.%s",
                content.origins[key],
                key,
                did_you_mean(key, _TOP_LEVEL),
            )
    for key in ("clouds", "public-clouds"):
        if key in content and not isinstance(content[key], Section):
            raise ProfileError(
                f"{content.origins[key]}: {key} must be a mapping from names to "
                f"settings, and is {kind_of(content[key])}."
            )
    if content and not {"clouds", "public-clouds"} & content.keys():
        _log.warning("%s has no key clouds, so it says of no cloud", path)
    return content
