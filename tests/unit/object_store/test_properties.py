"""Names, metadata and bytes of any kind survive the way to the cloud and back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openstack.errors import InvalidArgument
from openstack.object_store import ObjectStorage
from openstack.object_store.bodies import Source, Stream
from openstack.testing import Answer, FakeCloud

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openstack.testing import Sent

#: Any text that is Unicode, and no null character.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NAMES = TEXT.filter(bool)
#: What HTTP treats in a way of its own.
TRICKY = st.text(st.sampled_from("./?#%&+=;: \r\n\t\\\"'*~@å\u2028🎉"), min_size=1)
CONTAINERS = (NAMES | TRICKY).filter(lambda name: "/" not in name)
VALUES = st.text(st.characters(exclude_categories=["Cs", "Cc"])).map(
    lambda text: text.strip(" ")
)
TOKENS = st.text(
    st.sampled_from("abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+.^`|~-"), min_size=1
)

fast = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


class Memory(FakeCloud):
    """A cloud that keeps what it is sent, by its unquoted path, and gives it back."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, Answer] = {}
        self.ob = self.connect(ObjectStorage)

    def _find(self, service_type: str, sent: Sent) -> Answer:
        if service_type != "object-store":
            found = super()._find(service_type, sent)
            return found if isinstance(found, Answer) else found(sent)
        path = unquote(sent.path)
        if sent.method in {"PUT", "POST"}:
            headers = {n: v for n, v in sent.headers.items() if "-meta-" in n.lower()}
            self.kept[path] = Answer(body=sent.body, headers=headers)
            return Answer(status=201)
        return self.kept.get(path, Answer(status=404))


MEMORY = Memory()


@fast
@given(container=CONTAINERS, name=NAMES | TRICKY, data=st.binary(max_size=99))
def test_names(container: str, name: str, data: bytes) -> None:
    MEMORY.kept.clear()

    MEMORY.ob.upload_object(container, name, data=data)

    assert {f"/{container}/{name}"} == {*MEMORY.kept}
    assert data == MEMORY.ob.download_object(name, container)
    assert name == MEMORY.ob.get_object(name, container).name


@fast
@given(metadata=st.dictionaries(TOKENS, VALUES, max_size=5))
def test_metadata(metadata: dict[str, str]) -> None:
    MEMORY.ob.upload_object("c", "o", data=b"", metadata=metadata)

    assert metadata == MEMORY.ob.get_object("o", "c").metadata


@fast
@given(text=st.text(max_size=9))
def test_metadata__of_any_text(text: str) -> None:
    """It arrives as it is, or is refused before anything is sent."""
    before = len(MEMORY.sent)
    try:
        MEMORY.ob.upload_object("c", "o", data=b"", metadata={"a": text})
    except InvalidArgument:
        assert before == len(MEMORY.sent)
    else:
        assert {"a": text} == MEMORY.ob.get_object("o", "c").metadata


@fast
@given(pieces=st.lists(st.binary(max_size=9)), size=st.integers(1, 20))
def test_stretches(pieces: Sequence[bytes], size: int) -> None:
    """However bytes are given and cut, they are the same in the end."""
    whole = b"".join(pieces)
    for source in (Source(whole), Source(io.BytesIO(whole)), Source(pieces)):
        found: list[bytes] = []
        while source.reaches(offset := size * len(found)):
            body = source.stretch(offset, size)
            found.append(b"".join(body) if isinstance(body, Stream) else body)

        assert whole == b"".join(found)
        assert [size] * (len(found) - 1) == [len(piece) for piece in found[:-1]]


@pytest.mark.parametrize("name", ["..", ".", "../..", "a/../b", "./a", "/", "//a//"])
def test_names__that_look_like_a_way(name: str) -> None:
    MEMORY.kept.clear()

    MEMORY.ob.upload_object("c", name, data=b"1")

    assert {f"/c/{name}"} == {*MEMORY.kept}
