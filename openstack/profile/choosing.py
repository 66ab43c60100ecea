"""Which cloud is meant, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from openstack._similar import did_you_mean
from openstack.errors import NoConfiguration, ProfileError, UnknownCloud
from openstack.profile import environment
from openstack.profile.files import Files, directories
from openstack.profile.layers import Layer
from openstack.profile.normalising import accept, refuse, warn
from openstack.profile.sections import Section, overlaid
from openstack.profile.wording import kind_of, listed

if TYPE_CHECKING:
    from openstack.profile.recipes import Recipe

#: The layer of a cloud that only keyword arguments describe.
NO_CLOUD: Final = Layer.of(Section(), refuse)


@attrs.frozen
class _Clouds:
    """The clouds there are."""

    files: Files
    #: What the cloud of the environment is called.
    own: str
    #: Its settings, if there are any.
    variables: Section | None

    @property
    def only(self) -> str | None:
        """The cloud to take if none was named."""
        if self.variables is not None:
            return self.own
        names = list(self.files.clouds)
        return names[0] if len(names) == 1 else None

    def layer(self, name: str) -> Layer | None:
        """Return the settings of a cloud, if there is one of that name."""
        if self.variables is None or name != self.own:
            if name not in self.files.clouds:
                return None
            return Layer.of(_of_file(name, self.files), warn)
        if name in self.files.clouds:
            raise ProfileError(
                f"{self.files.clouds.origins[name]}: the cloud {name!r} has the name "
                "of the cloud that the OS_* variables make. Rename it, or set "
                "OS_CLOUD_NAME to another name."
            )
        return Layer.of(self.variables, accept, literal=True, lenient=True)


def choose(recipe: Recipe, options: Section, files: Files) -> tuple[str, Layer]:
    """Return the name of the cloud that is meant, and its settings.

    :param options: the keyword arguments.
    :raises ProfileError: there is no such cloud.
    """
    clouds = _Clouds(files, environment.cloud_name(), environment.cloud())
    name = None if recipe.alone else recipe.cloud or clouds.only
    if name:
        layer = clouds.layer(name)
        if layer is None:
            raise _unknown(name, recipe.cloud_origin, clouds)
        return name, layer
    if environment.says_how_to_log_in(options):
        return "defaults", NO_CLOUD
    if files.clouds:
        raise UnknownCloud(
            f"{files.where} has the clouds {listed(files.clouds)}, and none of them "
            "was named. Pass cloud=, or set OS_CLOUD."
        )
    raise NoConfiguration(f"No cloud is configured: {_nowhere(files)}")


def _of_file(name: str, files: Files) -> Section:
    cloud, origin = files.clouds[name], files.clouds.origins[name]
    if not isinstance(cloud, Section):
        raise ProfileError(
            f"{origin}: the cloud {name!r} must be a mapping of its settings, and is "
            f"{kind_of(cloud)}."
        )
    if "auth_type" in cloud and cloud["auth_type"] is None:
        # Written out, this asks for no authentication at all.
        cloud = overlaid(cloud, Section.of({"auth_type": "none"}, origin))
    return overlaid(files.shared, cloud)


def _unknown(name: str, origin: str, clouds: _Clouds) -> ProfileError:
    names, places = list(clouds.files.clouds), list(clouds.files.paths)
    if clouds.variables is not None:
        names.append(clouds.own)
        places.append("the OS_* variables")
    who = f"{origin}: there" if origin == "OS_CLOUD" else "There"
    if not names:
        return NoConfiguration(f"{who} is no cloud {name!r}: {_nowhere(clouds.files)}")
    return UnknownCloud(
        f"{who} is no cloud {name!r} in {listed(places)}.{did_you_mean(name, names)} "
        f"The clouds are {listed(names)}.{clouds.files.also}"
    )


def _nowhere(files: Files) -> str:
    """Return why there is no cloud, and what to do."""
    if files.paths:
        lack = f"{files.where} names none"
    else:
        lack = f"there is no clouds.yaml in {listed(directories(), word='or')}"
    return (
        f"{lack}, and no OS_* variable says how to log in.{files.also} Write a "
        "clouds.yaml, or pass auth_url, username and password."
    )
