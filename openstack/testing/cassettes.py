"""Cassettes: what a real cloud answered, to be answered again without it."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# (betamax has no types.)

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import betamax
import requests

from openstack.testing.scrubbing import Scrubber

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from requests.adapters import BaseAdapter


@contextmanager
def cassette(
    name: str, *, directory: Path, record: bool = False, secrets: Iterable[str] = ()
) -> Generator[BaseAdapter]:
    """Give a transport that replays a cassette, or records one.

    ``openstack.connect(transport=...)`` takes it. A request that is not on the
    cassette is an error, and nothing reaches a network.

    :param name: the cassette's name: the file's, without ``.json``.
    :param directory: where the cassettes are.
    :param record: ask the cloud, and write down what it answers.
    :param secrets: values of the profile that may not stand on the cassette.
    :raises FileNotFoundError: there is no such cassette to replay.
    """
    if not (record or (directory / f"{name}.json").exists()):
        raise FileNotFoundError(
            f"There is no cassette {name!r} in {directory}: record it on a cloud first."
        )
    directory.mkdir(parents=True, exist_ok=True)
    _Serializer.scrubber = Scrubber(secrets)
    betamax.Betamax.register_serializer(_Serializer)
    session = requests.Session()
    recorder = betamax.Betamax(session, cassette_library_dir=str(directory))
    recorder.use_cassette(
        name,
        serialize_with=_Serializer.name,
        record="all" if record else "none",
        match_requests_on=["method", "uri", "body"],
        preserve_exact_body_bytes=True,
    )
    with recorder:
        yield session.get_adapter("https://")


class _Serializer:
    """Writes a cassette without secrets, to be read by people."""

    #: What betamax knows it by.
    name = "stackbase"
    #: Takes the secrets out of what is recorded.
    scrubber: ClassVar[Scrubber] = Scrubber()

    @staticmethod
    def generate_cassette_name(cassette_library_dir: str, cassette_name: str) -> str:
        """Return the path of the file."""
        return str(Path(cassette_library_dir, f"{cassette_name}.json"))

    def serialize(self, cassette_data: dict[str, Any]) -> str:
        """Return the text of the file."""
        return json.dumps(self.scrubber.scrub(cassette_data), indent=1) + "\n"

    def deserialize(self, cassette_data: str) -> dict[str, Any]:
        """Return what the text of the file says; a new one is empty."""
        decoded: dict[str, Any] = json.loads(cassette_data) if cassette_data else {}
        return decoded
