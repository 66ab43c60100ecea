"""Runs a server: ``python -m openstack.localcloud.servers NAME DIRECTORY SOCKET``."""

from __future__ import annotations

import importlib
import socket
import sys
from pathlib import Path

from openstack.localcloud.plan import Plan
from openstack.localcloud.servers import deferral, lifeline


def main() -> None:
    """Run a server until its parent closes the pipe to it."""
    name, directory, descriptor = sys.argv[1:]
    plan = Plan.from_json(lifeline.hold(Path(directory)))
    listener = socket.socket(fileno=int(descriptor))
    # SAML is two fifths of what Keystone imports, and nobody here logs in with it.
    deferral.defer("saml2")
    # Only now: the import takes a while, and meanwhile the parent may end.
    server = importlib.import_module(f"openstack.localcloud.servers.{name}")
    server.serve(listener, plan=plan, directory=Path(directory) / name)


if __name__ == "__main__":
    main()
