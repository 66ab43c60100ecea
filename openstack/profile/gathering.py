"""From files, environment and arguments to the layers of one cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from openstack.profile import files
from openstack.profile.choosing import NO_CLOUD, choose
from openstack.profile.layers import Layer
from openstack.profile.normalising import ARGUMENT, accept, refuse
from openstack.profile.recipes import Recipe
from openstack.profile.sections import Section, thawed
from openstack.profile.vendors import named_profile, vendor_layer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openstack.profile.vendors import VendorProfile

_DEFAULTS: Final[Mapping[str, Any]] = {
    "api_timeout": 60,
    "auth_type": "password",
    "connect_timeout": 10,
    "interface": "public",
    "retries": 3,
    "verify": True,
}


@attrs.frozen
class Stack:
    """The layers of one cloud."""

    #: The name of the cloud.
    cloud: str
    #: From the built-in defaults up to the keyword arguments.
    layers: tuple[Layer, ...]
    #: How to gather them again.
    recipe: Recipe

    def with_defaults(self, defaults: Mapping[str, Any], source: str) -> Stack:
        """Return the stack with a layer right above the built-in defaults."""
        added = (source, thawed(defaults))
        if added in self.recipe.defaults:
            return self
        layer = vendor_layer(Section.of(defaults, source), source)
        noted = (*self.recipe.defaults, added)
        return Stack(
            cloud=self.cloud,
            layers=(self.layers[0], layer, *self.layers[1:]),
            recipe=attrs.evolve(self.recipe, defaults=noted),
        )

    def carried(self) -> Iterator[Section]:
        """Return the settings that the recipe holds."""
        count = 1 + len(self.recipe.defaults) + len(self.recipe.profiles)
        for layer in (*self.layers[1:count], self.layers[-1]):
            yield layer.settings
            yield from layer.regions.values()


def gather(recipe: Recipe, vendor_profile: VendorProfile) -> Stack:
    """Read files and environment.

    :raises ProfileError: there is no such cloud, or something makes no sense.
    """
    section = Section.of(recipe.options, ARGUMENT)
    # First of all, so that a misspelt argument has no effect whatever.
    options = Layer.of(section, refuse, literal=True)
    found = files.find(recipe.config_file, recipe.secure_file)
    name, cloud = choose(recipe, section, found)
    selected = Layer.of(recipe.selectors, accept, literal=True)
    layers = [cloud, selected, options]
    for settings in (options.settings, cloud.settings):
        if "profile" in settings:
            profile, known = named_profile(
                settings["profile"], settings.origins["profile"], vendor_profile
            )
            layers.insert(0, profile)
            recipe = attrs.evolve(recipe, profiles=known)
            break
    default = Layer.of(Section.of(_DEFAULTS, "default"), refuse)
    again = attrs.evolve(
        recipe, cloud=name, cloud_origin=ARGUMENT, alone=cloud is NO_CLOUD
    )
    return Stack(name, (default, *layers), again)
