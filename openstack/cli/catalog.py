"""The command ``stackbase catalog``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openstack
from openstack.catalog import official_attribute
from openstack.cli.output import show_facts, show_table

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from openstack import Connection


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("cloud", metavar="CLOUD", nargs="?", help="the cloud's name")
    parser.add_argument("--region", metavar="NAME", help="one of its regions")
    parser.add_argument("--vendor", metavar="NAME", help="as if vendor=NAME was given")
    parser.add_argument(
        "--service",
        metavar="TYPE",
        help="show where this service is, and which versions it speaks",
    )


def run(arguments: argparse.Namespace) -> int:
    """Log in to a cloud, and show where its services are.

    :raises ProfileError: what is known of the cloud is incomplete or wrong.
    :raises Unauthorized: the credentials are wrong.
    :raises NoAnswer: the cloud cannot be reached.
    :raises EndpointNotFound: the catalog has no such service.
    """
    with openstack.connect(
        arguments.cloud, region_name=arguments.region, vendor=arguments.vendor
    ) as conn:
        if arguments.service is None:
            show_table(("service", "region", "interface", "address"), _rows(conn))
        else:
            show_facts(_facts(conn, arguments.service))
    return 0


def _rows(conn: Connection) -> Iterator[tuple[str, str, str, str]]:
    for service in sorted(conn.service_catalog, key=lambda entry: str(entry["type"])):
        for endpoint in service["endpoints"]:
            region = endpoint.get("region_id") or endpoint.get("region") or ""
            yield service["type"], region, endpoint["interface"], endpoint["url"]


def _facts(conn: Connection, service_type: str) -> list[tuple[str, str]]:
    attribute = official_attribute(service_type)
    declared = conn.services.get(attribute)
    if declared is None:
        raise openstack.errors.NotSupported(
            f"There is no class for service {service_type!r}; there are classes for:"
            f" {', '.join(sorted(conn.services))}."
        )
    service = conn.make_service(declared)
    located = service.located()
    facts = [("service", service.service_type), ("address", located.url)]
    if service.microversion:
        spoken = f"{located.min_microversion} to {located.max_microversion}"
        facts += [("microversions", spoken), ("spoken", service.microversion)]
    return facts
