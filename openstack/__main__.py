"""``python -m openstack`` is the command ``stackbase``."""

from __future__ import annotations

import sys

from openstack.cli import main

sys.exit(main())
