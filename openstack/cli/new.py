"""The command ``stackbase new``."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from openstack.cli import output, project

if TYPE_CHECKING:
    import argparse

#: The options that are a text of their own, with what they say.
_TEXTS = {
    "--package": "its top-level package (default: nimbus, for Nimbus)",
    "--distribution": "what pip installs it as (default: nimbus-sdk)",
    "--description": "what it is, in one sentence",
    "--author": "who makes it",
    "--auth-host": "where its users log in, or a parent domain of that",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "name", metavar="NAME", help="what users call it, such as Nimbus or my-cloud"
    )
    parser.add_argument(
        "--services",
        type=_listed,
        default=["object_store"],
        metavar="LIST",
        help="the services that it changes, of"
        f" {', '.join(project.core_classes())}"
        " (default: object_store)",
    )
    parser.add_argument(
        "--kind",
        choices=get_args(project.Kind),
        default="vendor",
        help="a vendor's SDK, or a mixin for several of them (default: vendor)",
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="a new or empty folder to make it in (default: the distribution's name)",
    )
    for option, text in _TEXTS.items():
        parser.add_argument(option, default="", metavar="TEXT", help=text)


def run(arguments: argparse.Namespace) -> int:
    """Make the project, and say how to go on.

    :raises ProjectError: it cannot be made.
    """
    planned = project.plan(
        arguments.name,
        kind=arguments.kind,
        services=arguments.services,
        package=arguments.package,
        distribution=arguments.distribution,
        description=arguments.description,
        author=arguments.author,
        auth_host=arguments.auth_host,
    )
    target: Path = arguments.output or Path(planned.distribution)
    project.make(planned, target)
    _tell(planned, target)
    return 0


def _listed(text: str) -> list[str]:
    return [name for name in map(str.strip, text.split(",")) if name]


def _tell(made: project.Project, target: Path) -> None:
    changed = ", ".join(made.services) or "no service yet"
    output.show(
        f"Made {target}: the {made.kind} {made.name}, which changes {changed}."
        " Go on with\n\n"
        f"    cd {shlex.quote(str(target))}\n"
        "    python -m pip install --editable '.[dev]'\n"
        "    ci/run\n"
    )
