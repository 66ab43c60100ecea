"""Exact types for what a vendor's class inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


def signature_of(
    method: Callable[P, object],
) -> Callable[[Callable[[Any], R]], Callable[P, R]]:
    """Declare that an inherited method returns something more exact.

    A service returns the resources that its ``server_class`` makes, and type checkers
    only know what the core's does. Under ``if TYPE_CHECKING:``, where it overrides
    nothing, this tells them without a copy of the parameters::

        if TYPE_CHECKING:

            @signature_of(Compute.servers)
            def servers(self) -> Iterator[NimbusServer]: ...

    :param method: what is inherited.
    """

    def inherited(_: Callable[[Any], R]) -> Callable[P, Any]:
        return method

    return inherited
