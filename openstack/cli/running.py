"""From the arguments to a command, and from its end to an exit status."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

from openstack.errors import OpenStackError

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping, Sequence

#: What a shell shows for a command that Ctrl-C ended.
INTERRUPTED = 130

#: Each command: its module, which has ``add_arguments`` and ``run``, and what it does.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "config": ("openstack.cli.config", "show what is known of a cloud, and from where"),
    "resolve": ("openstack.cli.resolve", "show which class a cloud is connected to by"),
    "catalog": ("openstack.cli.catalog", "log in, and show where the services are"),
    "extensions": ("openstack.cli.extensions", "list the extensions there are"),
    "new": ("openstack.cli.new", "make the project of a new extension"),
    "localcloud": ("openstack.localcloud.command", "run a real cloud on this machine"),
}


def run(argv: Sequence[str]) -> int:
    """Run the command that the arguments name, and return its exit status."""
    try:
        arguments = _parser(argv).parse_args(argv)
        with _logging_shown(shown=arguments.debug):
            return _run(arguments)
    except SystemExit as stop:
        # Of argparse, for --help and for wrong arguments.
        return stop.code if isinstance(stop.code, int) else 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Who read the output has seen enough; Python would complain at its end.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(arguments: argparse.Namespace) -> int:
    try:
        status: int = arguments.run(arguments)
        sys.stdout.flush()
    except OpenStackError as error:
        _tell(str(error), error, debug=arguments.debug)
        return 1
    except BrokenPipeError:
        raise
    except OSError as error:
        # A full disk, a folder that may not be written: of this machine, and no bug.
        _tell(f"{error}.", error, debug=arguments.debug)
        return 1
    except Exception as error:  # noqa: BLE001 - whatever it is, users get a sentence
        hint = "This is a bug of stackbase, or of an extension"
        if not arguments.debug:
            hint += f"; stackbase --debug {arguments.command} … shows where"
        message = f"{type(error).__name__}: {error}. {hint}."
        _tell(message, error, debug=arguments.debug)
        return 1
    return status


def _tell(message: str, error: Exception, *, debug: bool) -> None:
    if debug:
        traceback.print_exception(error)
    sys.stderr.write(f"stackbase: {message}\n")


@contextlib.contextmanager
def _logging_shown(*, shown: bool) -> Generator[None]:
    """Show what the library logs, requests above all, on standard error."""
    # What it has to say of a failure is said by our own errors.
    logging.getLogger("keystoneauth").addHandler(logging.NullHandler())
    if not shown:
        yield
        return
    logger = logging.getLogger("openstack")
    level = logger.level
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _parser(argv: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser; only the command that was named is imported."""
    parser = argparse.ArgumentParser(
        prog="stackbase", description="Use OpenStack clouds, and extend the SDK."
    )
    parser.add_argument("--version", action=_Version, help="show the version, and end")
    _add_debug(parser, default=False)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    named = next((word for word in argv if not word.startswith("-")), None)
    for name, (module, summary) in COMMANDS.items():
        description = f"{summary[0].upper()}{summary[1:]}."
        command = commands.add_parser(name, help=summary, description=description)
        # Given here or before the command; what stands there is not undone here.
        _add_debug(command, default=argparse.SUPPRESS)
        if name == named:
            loaded = import_module(module)
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    return parser


def _add_debug(parser: argparse.ArgumentParser, *, default: Any) -> None:
    parser.add_argument(
        "--debug",
        action="store_true",
        default=default,
        help="show each request, and where an error comes from",
    )


class _Version(argparse.Action):
    """Show the version, which is looked up only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:  # noqa: A002 - argparse calls it so
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from openstack._version import VERSION

        sys.stdout.write(f"stackbase {VERSION}\n")
        parser.exit()
