"""The plugins of keystoneauth, which log in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from keystoneauth1 import exceptions, loading

from openstack._similar import did_you_mean
from openstack.errors import ProfileError
from openstack.profile import keys
from openstack.profile.sections import is_list
from openstack.profile.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from keystoneauth1.loading import BaseLoader, Opt
    from keystoneauth1.plugin import BaseAuthPlugin

    from openstack.profile.profile import Profile

_USER: Final = ("username", "user_id")

#: What plugins need and do not say themselves: one option of each group.
_NEEDED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    "admin_token": (("endpoint",), ("token",)),
    "http_basic": (("username",), ("password",)),
    "password": (_USER, ("password",)),
    "token": (("token",),),
    "v2password": (_USER, ("password",)),
    "v2token": (("token",),),
    "v3applicationcredential": (
        ("application_credential_id", "application_credential_name"),
    ),
    "v3oidcauthcode": (("client_id",),),
    "v3oidcclientcredentials": (("client_id",),),
    "v3oidcdeviceauthz": (("client_id",),),
    "v3oidcpassword": (("client_id",),),
    "v3password": (_USER, ("password",)),
    "v3token": (("token",),),
    "v3totp": (_USER, ("passcode",)),
}

#: What a plugin takes as ``None``, and does not let anyone leave out: a public client
#: of OpenID Connect has no secret.
_NULLABLE: Final = ("client_secret",)

#: What a token can be for; it is for one of these.
_SCOPES: Final[Mapping[str, tuple[str, ...]]] = {
    "a project": ("project_id", "project_name"),
    "a domain": ("domain_id", "domain_name"),
    "a trust": ("trust_id",),
    "the system": ("system_scope",),
}


def load_plugin(profile: Profile) -> BaseAuthPlugin:
    """Make the plugin that a profile asks for. Nothing is sent.

    :raises ProfileError: there is no such plugin, or an option is missing,
        misspelt, or not for this plugin.
    """
    plugin = profile.auth_type
    loader = _loader(plugin, profile)
    methods = profile.auth.get("auth_methods", ()) if plugin == "v3multifactor" else ()
    options = [*loader.get_options()]
    for method in methods:
        options += _loader(method, profile).get_options()
    chosen = _chosen(profile, options)
    _check_needed(profile, options, chosen, [plugin, *methods])
    _check_scope(profile, chosen)
    try:
        return loader.load_from_options(**chosen)
    except (exceptions.ClientException, TypeError, ValueError) as error:
        problem = profile.auth.scrub(str(error))
    raise ProfileError(
        f"The auth plugin {plugin} does not take the options of the cloud "
        f"{profile.name!r}: {problem}"
    )


def _loader(plugin: str, profile: Profile) -> BaseLoader[BaseAuthPlugin]:
    key = "auth_type" if plugin == profile.auth_type else "auth.auth_methods"
    source = profile.sources[key]
    try:
        loader: BaseLoader[BaseAuthPlugin] = loading.get_plugin_loader(plugin)
    except exceptions.NoMatchingPlugin:
        pass
    else:
        if loader.available:
            return loader
        raise ProfileError(
            f"{source}: the auth plugin {plugin} needs a package that is not installed."
        )
    installed = sorted(loading.get_available_plugin_names())
    raise ProfileError(
        f"{source}: there is no auth plugin {plugin!r}."
        f"{did_you_mean(plugin, installed)} Installed are "
        f"{listed(installed, most=len(installed))}."
    )


def _names(option: Opt) -> Iterator[str]:
    """Return the names here of an option of a plugin."""
    for name in (option.name, option.dest, *(old.name for old in option.deprecated)):
        yield keys.find_auth(name).name


def _chosen(profile: Profile, options: Iterable[Opt]) -> dict[str, Any]:
    """Return the options that the plugin is made of.

    :raises ProfileError: one was written for this plugin, and is not its.
    """
    # What is not known here may be an option of somebody's own plugin.
    settings = profile.settings
    given = {key: settings[key] for key in settings if not keys.find(key)}
    given |= profile.auth.items()
    chosen: dict[str, Any] = {}
    taken: set[str] = set()
    for option in options:
        taken.update(_names(option))
        name = next((name for name in _names(option) if name in given), None)
        if name is not None:
            chosen[option.dest] = _value(profile, option, name, given[name])
        elif option.default is not None or option.dest in _NULLABLE:
            chosen[option.dest] = option.default
    for name in sorted(profile.own_options - taken):
        raise _stray(profile, name, taken)
    return chosen


def _value(profile: Profile, option: Opt, name: str, value: Any) -> Any:
    if option.type is str:
        return list(value) if is_list(value) else value
    try:
        return option.type(value)
    except (TypeError, ValueError):
        wanted = option.type.__name__
    source = profile.sources.get(f"auth.{name}") or profile.sources[name]
    raise ProfileError(f"{source}: auth.{name} must be of the type {wanted}.")


def _stray(profile: Profile, name: str, taken: Iterable[str]) -> ProfileError:
    """Return why an option is a mistake, and what was probably meant."""
    plugins: Mapping[str, BaseLoader[BaseAuthPlugin]]
    plugins = loading.get_available_plugin_loaders()
    having = [
        plugin
        for plugin, loader in sorted(plugins.items())
        if any(name in _names(option) for option in loader.get_options())
    ]
    hint = did_you_mean(name, taken)
    if having:
        hint = f" Set auth_type to one that has it: {listed(having, word='or')}."
    return ProfileError(
        f"{profile.sources[f'auth.{name}']}: the auth plugin {profile.auth_type} has "
        f"no option {name}.{hint}"
    )


def _check_needed(
    profile: Profile,
    options: Iterable[Opt],
    chosen: Mapping[str, Any],
    plugins: Iterable[str],
) -> None:
    groups: list[tuple[str, ...]]
    groups = [(option.dest,) for option in options if option.required]
    for plugin in plugins:
        groups += _NEEDED.get(plugin, ())
    missing = {
        " or ".join(f"auth.{name}" for name in group): group[0]
        for group in groups
        if all(chosen.get(name) is None for name in group)
    }
    if missing:
        raise ProfileError(
            f"The cloud {profile.name!r} cannot be logged in to with the auth plugin "
            f"{profile.auth_type}, since {listed(missing)} "
            f"{'is' if len(missing) == 1 else 'are'} not set. "
            f"{_remedy(profile, missing.values())}"
        )


def _remedy(profile: Profile, names: Iterable[str]) -> str:
    """Return where the options belong that are missing."""
    sources = [profile.sources[f"auth.{key}"] for key in profile.auth]
    if any(source.startswith("OS_") for source in sources):
        return f"Set {listed(f'OS_{name.upper()}' for name in names)}."
    if profile.name == "defaults":
        return f"Pass {listed(names)}."
    return "Add it below auth in clouds.yaml or secure.yaml."


def _check_scope(profile: Profile, chosen: Mapping[str, Any]) -> None:
    found = {
        scope: f"auth.{name} ({profile.sources[f'auth.{name}']})"
        for scope, name in _scopes(chosen)
    }
    if len(found) > 1:
        raise ProfileError(
            f"The cloud {profile.name!r} asks for {listed(found)}, and a token is for "
            f"one of them. Remove one of {listed(found.values())}."
        )


def _scopes(chosen: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for scope, names in _SCOPES.items():
        given = [name for name in names if name in chosen]
        if given:
            yield scope, given[0]
