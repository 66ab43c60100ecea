"""Keystone, with an SQLite database."""

# Keystone has no type hints, and what can be guessed from its code is partly wrong.
# pyright: basic
from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import keystone.server
from keystone.cmd import bootstrap
from keystone.common import fernet_utils
from keystone.common.sql import upgrades
from keystone.server.flask import application, core
from werkzeug import serving

from openstack.localcloud.plan import HOST, REGION
from openstack.localcloud.servers import identities

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from openstack.localcloud.plan import Plan

#: Every file is named, so that nothing of a Keystone on this machine is read.
_CONFIGURATION = """
[DEFAULT]
use_stderr = true
default_log_levels = keystone=ERROR,alembic=WARNING
public_endpoint = {url}/
[database]
connection = sqlite:///{directory}/keystone.db
sqlite_synchronous = false
[cache]
backend = dogpile.cache.memory
[fernet_tokens]
key_repository = {directory}/fernet_tokens
[fernet_receipts]
key_repository = {directory}/fernet_tokens
[credential]
key_repository = {directory}/credential
[oslo_policy]
policy_file = {directory}/policy.yaml
policy_dirs = {directory}/policy.d
[token]
expiration = 86400
[identity]
password_hash_rounds = 4
"""


def serve(listener: socket.socket, *, plan: Plan, directory: Path) -> None:
    """Set up Keystone, and serve it.

    :param directory: where it keeps everything.
    """
    directory.mkdir()
    configuration = directory / "keystone.conf"
    configuration.write_text(
        _CONFIGURATION.format(url=plan.keystone_url, directory=directory)
    )
    _configure(configuration)
    _make_keys(directory)
    upgrades.offline_sync_database_to_version()
    _bootstrap(plan)
    identities.create(plan)
    app = core.setup_app_middleware(application.application_factory("public"))
    server = serving.make_server(
        HOST,
        listener.getsockname()[1],
        _one_by_one(app),
        threaded=True,
        request_handler=_Handler,
        fd=listener.fileno(),
    )
    server.serve_forever()


def _configure(configuration: Path) -> None:
    # Keystone reads the command line, too: of this, and nothing else.
    sys.argv = ["keystone", "--config-file", str(configuration)]
    sys.argv += ["--config-dir", str(configuration.parent)]
    keystone.server.configure()


def _make_keys(directory: Path) -> None:
    for group in ("fernet_tokens", "credential"):
        keys = fernet_utils.FernetUtils(str(directory / group), 3, group)
        keys.create_key_directory()
        keys.initialize_key_repository()


def _bootstrap(plan: Plan) -> None:
    """Make the admin, as ``keystone-manage bootstrap`` does."""
    first: Any = bootstrap.Bootstrapper()
    first.admin_username = first.project_name = first.admin_role_name = "admin"
    first.admin_password = plan.passwords["admin"]
    first.service_name = "keystone"
    first.region_id = REGION
    first.public_url = first.internal_url = first.admin_url = plan.auth_url
    first.bootstrap()


def _one_by_one(app: WSGIApplication) -> WSGIApplication:
    """Let one request in at a time.

    A second writer would find the database locked; two threads gain nothing anyway.
    """
    lock = threading.Lock()

    def call(
        environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with lock:
            return app(environ, start_response)

    return call


class _Handler(serving.WSGIRequestHandler):
    """Answers without delay, and without a line in the log for each request."""

    disable_nagle_algorithm = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None: ...
