from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

import pytest

from openstack.localcloud.servers.swift_cache import Cache, filter_factory

if TYPE_CHECKING:
    from collections.abc import Callable
    from wsgiref.types import WSGIEnvironment


def start_response(*_: object) -> Callable[[bytes], object]:
    """Take nothing of a response."""
    return len


@pytest.mark.parametrize("value", [{"a": [1, None]}, "text", 0, None, b'{"a": 1}'])
def test_get__what_was_set(value: object) -> None:
    """Bytes, too, which are not taken for JSON."""
    cache = Cache()
    cache.set("key", value)

    assert value == cache.get("key")


def test_get__nothing() -> None:
    assert Cache().get("key", raise_on_error=True) is None


def test_get__a_copy() -> None:
    """What a reader does with a value, or its owner, changes no other's."""
    cache = Cache()
    value = {"a": 1}
    cache.set("key", value)
    value["a"] = 2
    cache.get("key")["a"] = 3

    assert cache.get("key") == {"a": 1}


def test_get__too_late() -> None:
    cache = Cache()
    cache.set("key", 1, time=0.01)
    time.sleep(0.02)

    assert cache.get("key") is None


def test_get__in_time() -> None:
    cache = Cache()
    cache.set("key", 1, time=60)

    assert cache.get("key") == 1


def test_delete() -> None:
    cache = Cache()
    cache.set("key", 1)
    cache.delete("key")
    cache.delete("another")

    assert cache.get("key") is None


def test_set__forgets_rather_than_grows() -> None:
    cache = Cache()
    for number in range(10_001):
        cache.set(str(number), number)

    assert [cache.get("0"), cache.get("10000")] == [None, 10_000]


def test_filter_factory__one_cache_for_all_requests() -> None:
    seen: list[Any] = []

    def app(environ: WSGIEnvironment, _: object) -> list[bytes]:
        seen.append(environ["swift.cache"])
        return []

    call = filter_factory({}, option="value")(app)
    for _ in range(2):
        environ: WSGIEnvironment = {}
        setup_testing_defaults(environ)
        call(environ, start_response)

    assert isinstance(seen[0], Cache)
    assert seen[0] is seen[1]
