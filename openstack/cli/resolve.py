"""The command ``stackbase resolve``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack import Connection
from openstack import profile as profiles
from openstack.cli.output import show, show_facts, show_table
from openstack.extending import registry
from openstack.extending.resolver import resolve

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from openstack.extending.resolution import Resolution


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("cloud", metavar="CLOUD", nargs="?", help="the cloud's name")
    parser.add_argument("--region", metavar="NAME", help="one of its regions")
    parser.add_argument("--vendor", metavar="NAME", help="as if vendor=NAME was given")


def run(arguments: argparse.Namespace) -> int:
    """Show which class connects to a cloud, and why; nothing is sent.

    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    :raises ExtensionError: its vendor cannot be found, or used.
    """
    profile = profiles.load(
        arguments.cloud,
        region_name=arguments.region,
        vendor_profile=registry.profile,
    )
    chosen, resolution = resolve(profile, vendor=arguments.vendor)
    show_facts(
        [
            ("cloud", " ".join(filter(None, (profile.name, profile.region_name)))),
            ("class", resolution.connection),
            ("from", _origin(resolution)),
            ("chosen by", resolution.rule),
            ("because", resolution.reason),
        ]
    )
    show()
    show_table(("service", "class", "of"), _services(chosen, resolution))
    return 0


def _origin(resolution: Resolution) -> str:
    if resolution.extension is None:
        return "the core"
    brought = f"{resolution.distribution} {resolution.version}".strip()
    return f"{resolution.extension} ({brought or 'registered'})"


def _services(
    chosen: type[Connection], resolution: Resolution
) -> Iterator[tuple[str, str, str]]:
    core = Connection.services
    for name, declared in sorted(chosen.services.items()):
        same = name in core and core[name].where == declared.where
        yield name, declared.where, "the core" if same else resolution.extension or ""
