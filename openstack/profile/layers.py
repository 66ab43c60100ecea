"""Where settings come from, one above the other, and how they become one."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from openstack._similar import did_you_mean
from openstack.errors import ProfileError, UnknownRegion
from openstack.profile.normalising import normalise
from openstack.profile.sections import Section, is_list
from openstack.profile.wording import kind_of, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Self

_log = logging.getLogger("openstack.profile")

#: What belongs to a cloud, and so cannot differ from region to region.
_OF_A_CLOUD = ("profile", "region_name", "regions", "vendor")

#: Two ways to say one thing: whoever sets one of them does not mean the other
#: of a layer below.
_PAIRS: Final = (
    ("application_credential_id", "application_credential_name"),
    ("default_domain_id", "default_domain_name"),
    ("domain_id", "domain_name"),
    ("project_domain_id", "project_domain_name"),
    ("project_id", "project_name"),
    ("user_domain_id", "user_domain_name"),
    ("user_id", "username"),
)
_OTHER: Final = {**dict(_PAIRS), **{second: first for first, second in _PAIRS}}


@attrs.frozen
class Layer:
    """The settings of one place, and what differs between its regions."""

    #: What holds for all of its regions.
    settings: Section
    #: The settings of each region, if it says which there are.
    regions: Mapping[str, Section]
    #: Where it says so.
    regions_origin: str
    #: Whether a brace is a brace, and no template.
    literal: bool
    #: Whether an option that the plugin does not have may stand in it.
    lenient: bool

    @classmethod
    def of(
        cls,
        section: Section,
        unknown: Callable[[str, str], None],
        *,
        literal: bool = False,
        lenient: bool = False,
    ) -> Self:
        """Make a layer of settings as they were written.

        :raises ProfileError: a value is not what its key asks for.
        """
        settings = normalise(section, unknown)
        names: tuple[str, ...] = settings.get("region_name", ())
        if len(names) > 1:
            origin = settings.origins["region_name"]
            _log.warning("%s: a list of regions belongs in regions", origin)
            settings.drop("region_name")
            if "regions" not in settings:
                settings.put("regions", names, origin)
        elif names:
            settings["region_name"] = names[0]
        origin = settings.origins.get("regions", "")
        entries = settings.drop("regions")
        regions = {} if entries is None else _regions(entries, origin, unknown)
        return cls(settings, regions, origin, literal, lenient)

    def within(self, region: str | None) -> list[Section]:
        """Return its settings, and above them those of the region."""
        above = self.regions.get(region) if region else None
        return [self.settings] if above is None else [self.settings, above]


@attrs.define
class Merged:
    """What all the layers say, as one."""

    #: The settings without the options of the authentication.
    settings: Section = attrs.field(factory=Section)
    #: The options of the authentication.
    auth: Section = attrs.field(factory=Section)
    #: The settings, and ``auth.`` options, in which a brace is a brace.
    literal: set[str] = attrs.field(factory=set[str])
    #: The options that the plugin must have, or they are a mistake.
    strict: set[str] = attrs.field(factory=set[str])

    def add(self, section: Section, layer: Layer) -> None:
        """Put settings above all that were added before."""
        if "auth_type" in section:
            # Options of layers below were written for another plugin.
            self.strict.clear()
        options: Section = section.get("auth", Section())
        for name in options:
            self.auth.drop(_OTHER.get(name, ""))
        for name in options:
            self._put(self.auth, name, options, layer)
            if not layer.lenient:
                self.strict.add(name)
        for name in section:
            if name != "auth":
                self._put(self.settings, name, section, layer)

    def _put(self, target: Section, name: str, source: Section, layer: Layer) -> None:
        target.take(source, name)
        dotted = f"auth.{name}" if target is self.auth else name
        (self.literal.add if layer.literal else self.literal.discard)(dotted)


def merge(layers: Iterable[Layer], region: str | None) -> Merged:
    """Make one of many layers, the lowest first."""
    merged = Merged()
    for layer in layers:
        for section in layer.within(region):
            merged.add(section, layer)
    return merged


def region_of(layers: Sequence[Layer], cloud: str) -> tuple[str | None, str]:
    """Return the region, and where it was chosen.

    :param layers: the lowest first.
    :raises UnknownRegion: the cloud says which regions it has, and not that one.
    """
    known = _known_regions(layers)
    for layer in reversed(layers):
        if "region_name" in layer.settings:
            name: str = layer.settings["region_name"]
            origin = layer.settings.origins["region_name"]
            if known and name not in known:
                raise UnknownRegion(
                    f"{origin}: the cloud {cloud!r} has no region {name!r}."
                    f"{did_you_mean(name, known)} It has {listed(known)}."
                )
            return name, origin
        if layer.regions:
            return next(iter(layer.regions)), layer.regions_origin
    return None, ""


def _known_regions(layers: Sequence[Layer]) -> list[str]:
    """Return the regions of the topmost list, or none if there is no list.

    A file may name one more than the vendor, whose list may be out of date.
    """
    named: list[str] = []
    for layer in reversed(layers):
        if layer.regions:
            return [*layer.regions, *named]
        if "region_name" in layer.settings and not layer.literal:
            named.append(layer.settings["region_name"])
    return []


def _regions(
    entries: Any, origin: str, unknown: Callable[[str, str], None]
) -> dict[str, Section]:
    if not is_list(entries):
        raise ProfileError(
            f"{origin}: regions must be a list of names, or of mappings with the "
            f"keys name and values, not {kind_of(entries)}."
        )
    regions: dict[str, Section] = {}
    for entry in entries:
        name, values = _region(entry, origin)
        if name in regions:
            raise ProfileError(f"{origin}: the region {name!r} stands there twice.")
        regions[name] = normalise(values, unknown)
        for key in _OF_A_CLOUD:
            if key in regions[name]:
                raise ProfileError(
                    f"{regions[name].origins[key]}: {key} belongs to the cloud, and "
                    "cannot differ from region to region."
                )
    return regions


def _region(entry: Any, origin: str) -> tuple[str, Section]:
    if isinstance(entry, str) and entry:
        return str(entry), Section()
    if isinstance(entry, Section) and not entry.keys() - {"name", "values"}:
        name, values = entry.get("name"), entry.get("values")
        if isinstance(name, str) and name and isinstance(values, Section | None):
            return str(name), values or Section()
    raise ProfileError(
        f"{origin}: a region must be a name, or a mapping with the keys name and "
        "values."
    )
