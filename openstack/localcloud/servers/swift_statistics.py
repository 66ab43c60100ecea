"""Tells an account at once what its containers hold."""

# Swift has no type hints, and what can be guessed from its code is partly wrong.
# pyright: basic
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import eventlet
from swift.common.utils import hash_path, split_path, storage_directory
from swift.container.backend import DATADIR
from swift.container.updater import ContainerUpdater

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

#: What is written within this time, in seconds, is told together.
_DELAY = 0.05

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class Statistics:
    """The container server, followed by its updater.

    Elsewhere the updater comes by every few minutes, and until then an account does
    not count what was written. Here it looks after each container that was written to.

    :param app: the container server.
    :param configuration: of the updater.
    """

    def __init__(self, app: WSGIApplication, configuration: Mapping[str, str]) -> None:
        self._app = app
        self._devices = Path(configuration["devices"])
        self._updater: Any = ContainerUpdater(configuration)
        self._waiting: set[Path] = set()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Serve a request."""
        answer = self._app(environ, start_response)
        if environ["REQUEST_METHOD"] not in _READS:
            self._written(environ["PATH_INFO"])
        return answer

    def _written(self, path: str) -> None:
        device, partition, account, container, _ = split_path(
            unquote(path), 4, 5, rest_with_last=True
        )
        name = hash_path(account, container)
        place = self._devices / device / storage_directory(DATADIR, partition, name)
        if place not in self._waiting:
            self._waiting.add(place)
            eventlet.spawn_after(_DELAY, self._update, place)

    def _update(self, place: Path) -> None:
        self._waiting.discard(place)
        self._updater.container_sweep(str(place))
