"""Stands in for memcached, which Swift and its filters share: a dictionary."""

from __future__ import annotations

import json
import time as clock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

#: A cache may forget; so it does, rather than grow.
_LIMIT = 10_000


class Cache:
    """What Swift and ``keystonemiddleware`` use of ``swift.common.memcached``."""

    def __init__(self) -> None:
        self._items: dict[str, tuple[str | bytes, float]] = {}

    def get(self, key: str, *, raise_on_error: bool = False) -> Any:
        """Return a value that is still valid, or ``None``."""
        del raise_on_error
        kept, end = self._items.get(key, ("null", 0))
        if clock.time() >= end:
            return None
        return kept if isinstance(kept, bytes) else json.loads(kept)

    def set(
        self,
        key: str,
        value: object,
        *,
        time: float = 0,
        raise_on_error: bool = False,
    ) -> None:
        """Keep a value.

        :param time: for how many seconds; 0 is for ever.
        """
        del raise_on_error
        if len(self._items) >= _LIMIT:
            self._items.clear()
        end = clock.time() + time if time else float("inf")
        kept = value if isinstance(value, bytes) else json.dumps(value)
        self._items[key] = (kept, end)

    def delete(self, key: str) -> None:
        """Forget a value."""
        self._items.pop(key, None)


def filter_factory(
    _: Mapping[str, str], **__: str
) -> Callable[[WSGIApplication], WSGIApplication]:
    """Return a filter that puts a cache into each request."""
    cache = Cache()

    def wrap(app: WSGIApplication) -> WSGIApplication:
        def call(
            environ: WSGIEnvironment, start_response: StartResponse
        ) -> Iterable[bytes]:
            environ.setdefault("swift.cache", cache)
            return app(environ, start_response)

        return call

    return wrap
