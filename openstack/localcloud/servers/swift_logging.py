"""Keeps Swift's log out of the log of this machine."""

from __future__ import annotations

import logging
from typing import Any

_STDERR = logging.StreamHandler()

# It is told everything that Swift is told, and names each option it does not know.
logging.getLogger("keystonemiddleware").setLevel(logging.ERROR)


def to_stderr(*arguments: Any) -> None:
    """Let a logger write to standard error, in place of the syslog.

    Swift calls this for each logger it makes, as ``log_custom_handlers`` says.

    :param arguments: what the logger was made from, the logger, and its adapter.
    """
    *_, logger, _ = arguments
    logger.handlers[:] = [_STDERR]
