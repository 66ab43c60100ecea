"""The command ``stackbase extensions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from openstack import Connection
from openstack.cli.output import show, show_table
from openstack.extending import registry
from openstack.extending.errors import ExtensionError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from openstack.extending.discovery import Extension


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes: nothing."""
    del parser


def run(arguments: argparse.Namespace) -> int:
    """List the extensions there are, and what is wrong with those that are broken."""
    del arguments
    found = registry.extensions()
    if not found:
        show("No extension is installed.")
        return 0
    rows = [_row(extension) for extension in sorted(found, key=lambda e: e.name)]
    show_table(("name", "version", "kind", "from", "overrides"), rows)
    return 0


def _row(extension: Extension) -> tuple[str | Text, ...]:
    try:
        overrides: str | Text = ", ".join(_overrides(extension)) or "nothing"
    except ExtensionError as error:
        overrides = Text(str(error), style="red")
    kind = extension.manifest.kind if extension.manifest else "?"
    origin = ", ".join(filter(None, (extension.distribution, extension.location)))
    return extension.name, extension.version, kind, origin or "registered", overrides


def _overrides(extension: Extension) -> Iterator[str]:
    """Yield what an extension changes, or adds; its connection class is imported.

    :raises ExtensionError: it cannot be used.
    """
    registry.find(extension.name)
    if extension.usable().kind == "mixin":
        yield from extension.usable().exports
        return
    core = Connection.services
    own = registry.load_connection(extension.name).services
    for name, declared in own.items():
        if name not in core:
            yield f"{name} (new)"
        elif declared.where != core[name].where:
            yield name
    yield from (f"{name} (left out)" for name in core if name not in own)
