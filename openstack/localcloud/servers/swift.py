"""Swift: its proxy, and the three servers behind that, in one process."""

# Swift has no type hints, and what can be guessed from its code is partly wrong.
# pyright: basic
from __future__ import annotations

import contextlib
import socket
from typing import TYPE_CHECKING, Any

import eventlet
import xattr
from eventlet import greenio, wsgi
from swift.common import constraints, storage_policy, utils
from swift.common import wsgi as swift_wsgi
from swift.common.ring import RingBuilder

from openstack.localcloud.plan import HOST
from openstack.localcloud.servers import swift_configuration as configuration
from openstack.localcloud.servers.swift_statistics import Statistics

if TYPE_CHECKING:
    from pathlib import Path

    from openstack.localcloud.plan import Plan

#: Enough for the metadata of any object; ext4 has one block, of which this much can
#: be relied on.
_AMPLE, _SCARCE = 2**14, 2**11

#: The one device, which is a folder.
_DEVICE = "disk"

#: The servers behind the proxy, and what each of their rings is called.
_BACKENDS = {
    "account": ("account",),
    "container": ("container",),
    "object": ("object", "object-1"),
}


def serve(listener: socket.socket, *, plan: Plan, directory: Path) -> None:
    """Set up Swift, and serve it.

    :param directory: where it keeps everything.
    """
    utils.monkey_patch()
    utils.disable_fallocate()
    (directory / _DEVICE).mkdir(parents=True)
    room = _room_for_metadata(directory / _DEVICE)
    configuration.write_files(directory, plan=plan, constraints=_limits(room))
    utils.set_swift_dir(str(directory))
    constraints.reload_constraints()
    storage_policy.reload_storage_policies()
    for kind, rings in _BACKENDS.items():
        backend = eventlet.listen((HOST, 0))
        for ring in rings:
            _make_ring(directory / ring, port=backend.getsockname()[1])
        factory = "mem_object" if kind == "object" and not room else kind
        app = _load(configuration.backend(factory, directory=directory))
        if kind == "container":
            app = Statistics(app, configuration.common(directory))
        _spawn(backend, app)
    proxy = _load(configuration.proxy(plan, directory=directory))
    green_socket: Any = greenio.GreenSocket
    _spawn(green_socket(listener), proxy).wait()


def _room_for_metadata(folder: Path) -> int:
    """Return how many bytes of metadata the file system keeps with a file."""
    probe = folder / "probe"
    probe.touch()
    try:
        for size in (_AMPLE, _SCARCE):
            with contextlib.suppress(OSError):
                xattr.setxattr(str(probe), "user.swift.probe", bytes(size))
                return size
    finally:
        probe.unlink()
    return 0


def _limits(room: int) -> dict[str, str]:
    # A limit that a client can ask for is better than an error of the server.
    return {"max_meta_overall_size": str(_SCARCE)} if room == _SCARCE else {}


def _make_ring(path: Path, *, port: int) -> None:
    """Write a ring that leads to the one device."""
    builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
    builder.add_dev(
        {
            "id": 0,
            "region": 1,
            "zone": 1,
            "weight": 1.0,
            "ip": HOST,
            "port": port,
            "replication_ip": HOST,
            "replication_port": port,
            "device": _DEVICE,
            "meta": "",
        }
    )
    builder.rebalance()
    builder.get_ring().save(f"{path}.ring.gz")


def _load(text: str) -> Any:
    return swift_wsgi.loadapp(swift_wsgi.ConfigString(text))


def _spawn(listener: Any, app: Any) -> Any:
    """Serve in a green thread, as ``swift.common.wsgi.run_server`` does."""
    listener.settimeout(None)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return eventlet.spawn(
        wsgi.server,
        listener,
        app,
        utils.NullLogger(),
        protocol=swift_wsgi.SwiftHttpProtocol,
        capitalize_response_headers=False,
        log_output=False,
        socket_timeout=60,
        url_length_limit=constraints.MAX_REQUEST_LINE,
    )
