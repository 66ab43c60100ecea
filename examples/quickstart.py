"""Use the SDK of a vendor, Nimbus, on its cloud.

``make demo`` makes both, and then runs this. The SDK comes from ``stackbase new
Nimbus``, and ``clouds.yaml`` has a cloud ``nimbus`` with ``vendor: nimbus``.
"""

from __future__ import annotations

import requests
from rich.console import Console
from rich.table import Table
from rich.text import Text

import openstack
from openstack.extensions import Nimbus

console = Console(markup=False, highlight=False)


def show(title: str, facts: dict[str, str]) -> None:
    """Print facts, each behind what it is about."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan")
    table.add_column(overflow="fold")
    for about, fact in facts.items():
        table.add_row(Text(about), Text(fact))
    console.print(Text(title, style="bold"), table, "", sep="\n")


def name_of(cls: type) -> str:
    """Return where a class is."""
    return f"{cls.__module__}.{cls.__name__}"


def show_resolution() -> None:
    """Show which class everything is of, and why."""
    with openstack.connect(cloud="nimbus") as conn:
        show(
            "What was resolved to which class",
            {
                'openstack.connect(cloud="nimbus")': name_of(type(conn)),
                "because": conn.resolution.reason,
                "conn.object_store": name_of(type(conn.object_store)),
                "conn.compute": name_of(type(conn.compute)),
                "Nimbus.ObjectStorage": name_of(Nimbus.ObjectStorage),
            },
        )


def use_storage() -> None:
    """Use the vendor's object storage, as a service that stands alone."""
    with Nimbus.ObjectStorage(cloud="nimbus") as storage:
        container = storage.create_container("blah", department="marketing")
        uploaded = storage.upload_object("blah", "hello.txt", data=b"Hello, cloud!")
        listed = [entry.name for entry in storage.objects("blah")]
        text = storage.download_object("hello.txt", container="blah")
        # The vendor's own: the core has no such method.
        address = storage.publish_container("blah")
    # Nobody logs in here; whoever has the address may read.
    public = requests.get(f"{address}/hello.txt", timeout=10)
    show(
        "What the cloud answered",
        {
            "create_container": f"{container.name}, paid by {container.department}",
            "upload_object": f"{uploaded.name}, {uploaded.content_length} bytes",
            "objects": ", ".join(listed),
            "download_object": text.decode(),
            "publish_container": address,
            "GET …/blah/hello.txt": f"{public.status_code}, {public.text}",
        },
    )


if __name__ == "__main__":
    show_resolution()
    use_storage()
