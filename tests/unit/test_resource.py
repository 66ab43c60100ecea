from __future__ import annotations

import copy
import json
import pickle
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstack.errors import InvalidAnswer, InvalidArgument
from openstack.extending import FinalOverride
from openstack.resource import Resource, id_of, plain, wire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal  # noqa: TC004 - what is tested


class Disk(Resource):
    size: int | None = wire("size_gb")


class Box(Resource):
    """A resource with a field of every kind."""

    base_path = "/boxes"

    name: str | None = None
    #: Another name on the wire.
    address: str | None = wire("accessIPv4")
    is_open: bool | None = wire("open")
    height: int | None = None
    weight: float | None = None
    made_at: datetime | None = None
    labels: dict[str, bool] | None = None
    disks: list[Disk] | None = None
    password: str | None = wire("adminPass", secret=True)
    notes: list[str] = attrs.field(factory=list[str])
    #: No field: nothing of it is on the wire.
    shape: ClassVar[str] = "square"


class TallBox(Box):
    """What a vendor makes of it: one field more, and one in another form."""

    floor: int | None = wire("acme:floor")
    height: int | None = wire("acme:height", convert=lambda metres: int(metres * 100))


def pickled(box: Box) -> Any:
    """Return what another process gets."""
    return pickle.loads(pickle.dumps(box))


WIRE: dict[str, Any] = {
    "id": "b1",
    "name": "a box",
    "accessIPv4": "192.0.2.1",
    "open": "False",
    "height": "12",
    "weight": 1.5,
    "made_at": "2026-05-04T03:02:01Z",
    "labels": {"fragile": "yes"},
    "disks": [{"id": "d1", "size_gb": "20"}],
    "adminPass": "correct horse",
    "notes": ["one"],
}


def test_from_wire__each_field_by_its_annotation() -> None:
    box = Box.from_wire(WIRE)

    assert box == Box(
        id="b1",
        name="a box",
        address="192.0.2.1",
        is_open=False,
        height=12,
        weight=1.5,
        made_at=datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC),
        labels={"fragile": True},
        disks=[Disk(id="d1", size=20)],
        password="correct horse",
        notes=["one"],
    )


def test_from_wire__what_is_missing_has_its_default() -> None:
    assert Box.from_wire({"id": "b1"}) == Box(id="b1")
    assert Box.from_wire({"id": "b1"}).height is None


def test_from_wire__a_default_that_is_made_anew() -> None:
    first, second = Box.from_wire({"id": "b1"}), Box.from_wire({"id": "b1"})

    assert first.notes == []
    assert first.notes is not second.notes


def test_from_wire__null_is_none() -> None:
    nothing = {name: None for name in WIRE if name != "notes"}

    assert Box.from_wire({**nothing, "id": "b1"}) == Box(id="b1")


def test_from_wire__nobody_declared_it() -> None:
    """A member that no field stands for is kept."""
    box = Box.from_wire({"id": "b1", "acme:floor": 3, "links": []})

    assert box.extra == {"acme:floor": 3, "links": []}


def test_from_wire__without_an_id() -> None:
    with pytest.raises(InvalidAnswer, match=r"^The cloud sent a Box without 'id'\.$"):
        Box.from_wire({"name": "a box"})


@pytest.mark.parametrize("members", ["b1", ["id"], None, 5])
def test_from_wire__no_object(members: Any) -> None:
    with pytest.raises(InvalidAnswer, match="in the place of a Box"):
        Box.from_wire(members)


@pytest.mark.parametrize(
    ("member", "value", "reason"),
    [
        ("height", "tall", "no whole number"),
        ("height", True, "no number"),
        ("weight", "heavy", "no number"),
        ("open", "ajar", "neither true nor false"),
        ("labels", [], "no object"),
        ("labels", {"fragile": "very"}, "neither true nor false"),
        ("disks", {}, "no list"),
        ("disks", ["d1"], "no object"),
    ],
)
def test_from_wire__no_value_of_the_field(
    member: str, value: object, reason: str
) -> None:
    """The error names the member and its value; nothing is made of it."""
    with pytest.raises(InvalidAnswer) as caught:
        Box.from_wire(WIRE | {member: value})

    assert str(caught.value) == (
        f"The cloud sent {value!r} as {member!r} of a Box: {reason}."
    )


def test_from_wire__wrong_inside_of_another() -> None:
    with pytest.raises(InvalidAnswer, match="'big' as 'size_gb' of a Disk"):
        Box.from_wire(WIRE | {"disks": [{"id": "d1", "size_gb": "big"}]})


def test_from_wire__subclass_with_a_field() -> None:
    box = TallBox.from_wire(WIRE | {"acme:floor": "3", "acme:height": 1.5})

    assert box.floor == 3
    assert box.height == 150
    assert box.name == "a box"


def test_from_wire__subclass_leaves_its_base_alone() -> None:
    """The base still takes the member of the vendor for one it does not know."""
    TallBox.from_wire(WIRE)

    assert Box.from_wire(WIRE | {"acme:floor": 3}).extra == {"acme:floor": 3}
    assert "floor" not in Box.field_names()


def test_from_wire__override_with_super() -> None:
    class Wrapped(Box):
        @classmethod
        def from_wire(cls, members: Mapping[str, Any]) -> Wrapped:
            return super().from_wire(members["acme:box"])

    assert Wrapped.from_wire({"acme:box": WIRE}).name == "a box"


def test_from_wire__many_threads_at_first_use() -> None:
    """What a class knows of its fields is complete before another thread sees it."""
    for _ in range(20):

        class Fresh(Box):
            floor: int | None = None

        found: list[Fresh] = []
        start = threading.Barrier(4)

        def read(
            fresh: type[Fresh] = Fresh,
            found: list[Fresh] = found,
            start: threading.Barrier = start,
        ) -> None:
            start.wait()
            found.append(fresh.from_wire({"id": "b1", "floor": "3"}))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert found == [Fresh(id="b1", floor=3)] * 4


@given(
    st.builds(
        Box,
        id=st.text(min_size=1),
        name=st.none() | st.text(),
        address=st.none() | st.text(),
        is_open=st.none() | st.booleans(),
        height=st.none() | st.integers(),
        weight=st.none() | st.floats(allow_nan=False, allow_infinity=False),
        made_at=st.none() | st.datetimes(timezones=st.just(UTC)),
        labels=st.none() | st.dictionaries(st.text(), st.booleans()),
        disks=st.none() | st.lists(st.builds(Disk, id=st.text(), size=st.integers())),
        notes=st.lists(st.text()),
    )
)
def test_to_wire__from_wire_reads_what_it_writes(box: Box) -> None:
    members = {name: box[name] for name in Box.field_names()}
    if box.disks is not None:
        members["disks"] = [Disk.to_wire(dict(disk)) for disk in box.disks]
    answer = json.loads(json.dumps(Box.to_wire(members)))

    assert Box.from_wire(answer) == box


def test_to_wire__by_the_name_of_the_field_or_of_the_member() -> None:
    made_at = datetime(2026, 5, 4, tzinfo=UTC)

    assert Box.to_wire(
        {"is_open": None, "accessIPv4": "", "made_at": made_at, "acme:floor": 3}
    ) == {
        "open": None,
        "accessIPv4": "",
        "made_at": "2026-05-04T00:00:00+00:00",
        "acme:floor": 3,
    }


def test_resource__is_frozen() -> None:
    box = Box.from_wire(WIRE)

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        box.name = "another"  # type: ignore[misc]  # what is tested


def test_resource__repr_leaves_secrets_out() -> None:
    shown = repr(Box.from_wire(WIRE | {"acme:token": "battery staple"}))

    assert "a box" in shown
    assert "correct horse" not in shown
    assert "battery staple" not in shown


def test_resource__equal_when_all_is_equal() -> None:
    assert Box.from_wire(WIRE) == Box.from_wire(dict(WIRE))
    assert Box.from_wire(WIRE) != Box.from_wire(WIRE | {"name": "another"})
    assert Box.from_wire(WIRE) != Box.from_wire(WIRE | {"links": []})
    assert Box(id="b1") != TallBox(id="b1")


def test_resource__in_a_set() -> None:
    """Two descriptions of one thing are two; a set holds each of them once."""
    old, new = Box.from_wire(WIRE), Box.from_wire(WIRE | {"height": 13})

    assert {old, new, Box.from_wire(WIRE)} == {old, new}
    assert hash(Box(id="b1")) != hash(TallBox(id="b1"))


@pytest.mark.parametrize("through", [copy.copy, copy.deepcopy, pickled])
def test_resource__copied_and_pickled(through: Any) -> None:
    box = Box.from_wire(WIRE | {"links": []})

    assert box == through(box)


def test_mapping__fields_and_what_else_came() -> None:
    box = Box.from_wire(WIRE | {"links": [1]})

    assert box["name"] == "a box"
    assert box["links"] == [1]
    assert dict(box) == {name: box[name] for name in (*Box.field_names(), "links")}
    assert {**box}["height"] == 12
    assert list(box) == [*Box.field_names(), "links"]
    assert list(box.keys()) == list(box)
    assert list(box.values()) == [box[name] for name in box]
    assert dict(box.items()) == dict(box)
    assert len(box) == len(Box.field_names()) + 1
    assert "links" in box
    assert "name" in box
    assert "floor" not in box


def test_mapping__unknown_name() -> None:
    with pytest.raises(KeyError, match="'floor'"):
        Box.from_wire(WIRE)["floor"]


def test_mapping__get() -> None:
    box = Box.from_wire(WIRE | {"links": [1]})

    assert box.get("name") == "a box"
    assert box.get("links") == [1]
    assert box.get("floor") is None
    assert box.get("floor", 3) == 3


def test_mapping__a_member_with_the_name_of_another_field() -> None:
    """The name of a field is the field; the member is still in ``extra``."""
    box = Box.from_wire(WIRE | {"address": "somewhere"})

    assert box["address"] == "192.0.2.1"
    assert box.extra == {"address": "somewhere"}
    assert list(box) == list(Box.field_names())
    assert len(box) == len(dict(box))


def test_to_dict__json_can_hold_it() -> None:
    box = Box.from_wire(WIRE | {"links": [1]})

    assert json.loads(json.dumps(box.to_dict())) == {
        "id": "b1",
        "name": "a box",
        "address": "192.0.2.1",
        "is_open": False,
        "height": 12,
        "weight": 1.5,
        "made_at": "2026-05-04T03:02:01+00:00",
        "labels": {"fragile": True},
        "disks": [{"id": "d1", "size": 20}],
        "password": "correct horse",
        "notes": ["one"],
        "links": [1],
    }


def test_plain__collections() -> None:
    assert plain({"a": (1, {2}), "b": frozenset({3})}) == {"a": [1, [2]], "b": [3]}


def test_fields__no_annotation() -> None:
    """One that was forgotten would otherwise undeclare the other fields."""
    with pytest.raises(TypeError, match=r"Unannotated has a field without .* pool"):

        class Unannotated(Resource):  # pyright: ignore[reportUnusedClass]
            name: str | None = None
            pool = wire("acme:pool")


def test_init__is_final() -> None:
    """What the cloud answers is read without it."""
    with pytest.raises(FinalOverride, match=r"\.Own\.__init__ would not be called"):

        class Own(Resource):  # pyright: ignore[reportUnusedClass]
            def __init__(self) -> None:
                raise NotImplementedError


def test_fields__annotation_of_a_name_for_type_checkers_alone() -> None:
    class Priced(Resource):
        price: Decimal | None = None

    with pytest.raises(TypeError) as caught:
        Priced.fields()

    assert str(caught.value).startswith(
        "test_fields__annotation_of_a_name_for_type_checkers_alone.<locals>.Priced"
        ".price is annotated 'Decimal | None', and name 'Decimal' is not defined:"
    )


def test_fields__annotation_that_is_no_string() -> None:
    made: Any = type("Made", (Resource,), {"__annotations__": {"size": int}, "size": 0})

    assert made.from_wire({"id": "m1", "size": "5"}).size == 5


def test_fields__since() -> None:
    class Dated(Box):
        tags: list[str] | None = wire(since="2.52")

    assert {f.name: f.since for f in Dated.fields() if f.since} == {"tags": "2.52"}


def test_id_of() -> None:
    assert id_of("b1") == "b1"
    assert id_of(Box(id="b1")) == "b1"


@pytest.mark.parametrize("resource", ["", Box(id="")])
def test_id_of__empty(resource: str | Box) -> None:
    """An empty ID would name the list, and ``delete`` could mean all of it."""
    with pytest.raises(InvalidArgument, match=r"^The ID of the resource is empty\.$"):
        id_of(resource)


@pytest.mark.parametrize("resource", [".", ".."])
def test_id_of__leads_to_another_resource(resource: str) -> None:
    """``/servers/b1/tags/..`` is ``/servers/b1`` to many a server."""
    with pytest.raises(InvalidArgument, match="is no ID"):
        id_of(resource)


@pytest.mark.parametrize("resource", [None, 5, {"id": "b1"}, Box(id=None)])  # type: ignore[arg-type]  # what a careless caller gives
def test_id_of__neither_resource_nor_id(resource: Any) -> None:
    with pytest.raises(InvalidArgument, match=r"^A resource or its ID is needed, and "):
        id_of(resource)
