"""``python -m openstack.localcloud``, which is ``stackbase localcloud``."""

from __future__ import annotations

import argparse
import sys

from openstack.localcloud import command
from openstack.localcloud.errors import LocalCloudError

#: What a shell says of a command that Ctrl-C ended.
_INTERRUPTED = 130


def main() -> int:
    """Run the command, and return its status."""
    parser = argparse.ArgumentParser(
        prog="python -m openstack.localcloud",
        description="Run a real Keystone and a real Swift on this machine.",
    )
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args())
    except LocalCloudError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
