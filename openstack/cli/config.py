"""The command ``stackbase config``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack import profile as profiles
from openstack.cli.output import show, show_table
from openstack.extending import registry

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    commands = parser.add_subparsers(metavar="COMMAND", dest="config", required=True)
    listing = commands.add_parser("list", help="list the clouds there are")
    listing.set_defaults(config_run=_list)
    showing = commands.add_parser("show", help="show every setting of a cloud")
    showing.add_argument("cloud", metavar="CLOUD", nargs="?", help="its name")
    showing.add_argument("--region", metavar="NAME", help="one of its regions")
    showing.set_defaults(config_run=_show)


def run(arguments: argparse.Namespace) -> int:
    """Show what was asked for.

    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    """
    arguments.config_run(arguments)
    return 0


def _list(_: argparse.Namespace) -> None:
    rows = [(listed.name, listed.source) for listed in profiles.clouds()]
    if rows:
        show_table(("cloud", "source"), rows)
    else:
        show("No cloud is configured.")


def _show(arguments: argparse.Namespace) -> None:
    profile = profiles.load(
        arguments.cloud,
        region_name=arguments.region,
        vendor_profile=registry.profile,
    )
    rows = [(row.key, row.value, row.source) for row in profile.describe()]
    show_table(("setting", "value", "source"), rows)
