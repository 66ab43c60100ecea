"""The command ``stackbase``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status.

    :param argv: the arguments after the command's name; left out, ``sys.argv``'s.
    """
    from openstack.extending.environment import clash

    # Before anything is imported that may be the other distribution's.
    if message := clash():
        sys.stderr.write(f"stackbase: {message}\n")
        return 1
    from openstack.cli.running import run

    return run(sys.argv[1:] if argv is None else argv)
