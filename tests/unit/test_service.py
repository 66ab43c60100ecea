from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from openstack import errors
from openstack._unset import UNSET, Unset
from openstack.resource import Resource, wire
from openstack.service import Service, below
from openstack.testing import Answer, FakeCloud, Sent
from openstack.testing.fake_cloud import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from openstack.http import Response


class Box(Resource):
    base_path = "/boxes"
    resource_key = "box"
    resources_key = "boxes"

    name: str | None = None
    is_open: bool | None = wire("open")
    size: int | None = wire("size_gb")
    tags: list[str] | None = wire(since="1.5")
    colour: str | None = wire("acme:colour", since="1.5")


class Shelf(Resource):
    """Its body has no wrapping, and PATCH changes it."""

    base_path = "/shelves"
    update_method = "PATCH"

    name: str | None = None


class BoxService(Service):
    """A service with an operation for each verb."""

    service_type = "box"
    api_version = "1"
    max_microversion = "1.9"

    def create_box(
        self,
        *,
        name: str | Unset | None = UNSET,
        is_open: bool | Unset = UNSET,
        tags: list[str] | Unset = UNSET,
        extra: Mapping[str, Any] = {},
        path: str = "",
    ) -> Box:
        members = {"name": name, "is_open": is_open, "tags": tags}
        return self._create(Box, members, extra=extra, path=path)

    def get_box(self, box: str | Box, *, path: str = "") -> Box:
        return self._get(Box, box, path=path)

    def boxes(
        self, *, name: str | Unset = UNSET, extra: Mapping[str, Any] = {}
    ) -> Iterator[Box]:
        return self._list(Box, {"name": name, "open": True}, extra=extra)

    def find_box(self, name_or_id: str, *, ignore_missing: bool = True) -> Box | None:
        return self._find(Box, name_or_id, ignore_missing=ignore_missing)

    def find_all(self, name_or_id: str) -> Box | None:
        return self._find(
            Box, name_or_id, ignore_missing=True, query={}, list_path="/boxes/detail"
        )

    def update_box(
        self,
        box: str | Box,
        *,
        name: str | Unset | None = UNSET,
        tags: list[str] | Unset = UNSET,
        extra: Mapping[str, Any] = {},
    ) -> Box:
        return self._update(Box, box, {"name": name, "tags": tags}, extra=extra)

    def delete_box(self, box: str | Box, *, ignore_missing: bool = True) -> None:
        self._delete(Box, box, ignore_missing=ignore_missing)

    def shake_box(self, box: str | Box, *, how: Any = None) -> Response:
        return self._action(Box, box, "shake", how)

    def wait_for_box(self, box: str, **options: Any) -> Box:
        found: Box = self._wait(lambda: self.get_box(box), "open", **options)
        return found

    def update_shelf(self, shelf: str, *, name: str | Unset = UNSET) -> Shelf:
        return self._update(Shelf, shelf, {"name": name})

    def shelves(self) -> Iterator[Shelf]:
        return self._list(Shelf)


@pytest.fixture
def cloud() -> FakeCloud:
    """Return a cloud with a box service."""
    cloud = FakeCloud(
        {**ENDPOINTS, "box": "https://box.cloud.example/v1"},
        microversions={"identity": ("", ""), "box": ("1.1", "1.7")},
    )
    cloud.on("box", "POST", "/boxes", echo)
    cloud.on("box", "PUT", "/boxes/b1", echo)
    cloud.on("box", "GET", "/boxes/b1", Answer(json={"box": {"id": "b1"}}))
    return cloud


@pytest.fixture
def boxes(cloud: FakeCloud) -> BoxService:
    """Return the service."""
    return BoxService(cloud.connect())


def echo(sent: Sent) -> Answer:
    """Answer with what was sent."""
    return Answer(json={"box": {"id": "b1", **sent.json()["box"]}})


def routes(cloud: FakeCloud) -> list[str]:
    """Return what was asked."""
    return [f"{sent.method} {sent.path}" for sent in cloud.sent]


def test_create(cloud: FakeCloud, boxes: BoxService) -> None:
    box = boxes.create_box(name="a", is_open=True)

    assert box == Box(id="b1", name="a", is_open=True)
    assert routes(cloud) == ["POST /boxes"]
    assert cloud.sent[0].json() == {"box": {"name": "a", "open": True}}
    assert cloud.sent[0].headers["Content-Type"] == "application/json"


def test_create__not_given_is_left_out_and_none_is_null(
    cloud: FakeCloud, boxes: BoxService
) -> None:
    boxes.create_box(name=None)

    assert cloud.sent[0].json() == {"box": {"name": None}}


def test_create__extra_wins(cloud: FakeCloud, boxes: BoxService) -> None:
    """By the name on the wire, or by that of the field; and it may be unknown."""
    boxes.create_box(name="a", extra={"name": "b", "acme:floor": 3})
    boxes.create_box(is_open=True, extra={"open": None})

    assert cloud.sent[0].json() == {"box": {"name": "b", "acme:floor": 3}}
    assert cloud.sent[1].json() == {"box": {"open": None}}


def test_create__at_another_path(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "POST", "/shelves/s1/boxes", echo)

    boxes.create_box(name="a", path="/shelves/s1/boxes")

    assert routes(cloud) == ["POST /shelves/s1/boxes"]


def test_create__unknown_argument(cloud: FakeCloud, boxes: BoxService) -> None:
    """A misspelt one is no request without it."""
    with pytest.raises(TypeError, match="nmae"):
        boxes.create_box(nmae="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # what is tested

    assert cloud.sent == []
    assert cloud.logins == []


@pytest.mark.parametrize(
    ("members", "field"),
    [
        ({"tags": ["x"]}, "tags"),
        ({"extra": {"tags": ["x"]}}, "tags"),
        ({"extra": {"colour": "red"}}, "colour"),
        ({"extra": {"acme:colour": "red"}}, "colour"),
    ],
)
def test_create__field_of_a_newer_microversion(
    cloud: FakeCloud, members: dict[str, Any], field: str
) -> None:
    """Also where it is given by its name on the wire."""
    cloud.microversions["box"] = ("1.1", "1.4")
    boxes = BoxService(cloud.connect())

    with pytest.raises(errors.MicroversionTooOld) as caught:
        boxes.create_box(**members)

    assert str(caught.value) == (
        f"Box.{field} needs microversion 1.5, and only 1.4 is spoken. Nothing was sent."
    )
    assert cloud.sent == []


def test_create__field_of_a_microversion_that_is_spoken(boxes: BoxService) -> None:
    assert boxes.create_box(tags=["x"]).tags == ["x"]


@pytest.mark.parametrize(
    "answer",
    [Answer(status=202), Answer(json={}), Answer(json={"box": None}), Answer(json=[])],
)
def test_create__answer_without_the_resource(
    cloud: FakeCloud, boxes: BoxService, answer: Answer
) -> None:
    cloud.on("box", "POST", "/boxes", answer)

    with pytest.raises(errors.InvalidAnswer):
        boxes.create_box(name="a")


def test_get(cloud: FakeCloud, boxes: BoxService) -> None:
    assert boxes.get_box("b1") == Box(id="b1")
    assert boxes.get_box(Box(id="b1")) == Box(id="b1")
    assert routes(cloud) == ["GET /boxes/b1"] * 2


def test_get__below_another_path(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "GET", "/old/b1", Answer(json={"box": {"id": "b1"}}))

    assert boxes.get_box("b1", path="/old").id == "b1"


def test_get__missing(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "GET", "/boxes/b2", Answer(status=404))

    with pytest.raises(errors.NotFound, match="/boxes/b2 was answered 404 Not Found"):
        boxes.get_box("b2")


@pytest.mark.parametrize(
    "box_id", ["a/b", "a?b", "a#b", "a%2Fb", "a b", "ä", "../b1", "a\nb", "a&b=c", ";"]
)
def test_get__id_is_quoted(cloud: FakeCloud, boxes: BoxService, box_id: str) -> None:
    """Whatever it holds, it stays one segment of the path."""
    cloud.on("box", "GET", f"/boxes/{box_id}", Answer(json={"box": {"id": box_id}}))

    assert boxes.get_box(box_id).id == box_id
    assert cloud.sent[0].path.count("/") == 2
    assert cloud.sent[0].query == {}


@pytest.mark.parametrize("bad", ["", ".", "..", None, 5, {"id": "b1"}])
@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        ("get_box", {}),
        ("find_box", {}),
        ("delete_box", {}),
        ("shake_box", {}),
        ("update_box", {"name": "a"}),
        # Which microversion is spoken is not asked either.
        ("update_box", {"tags": ["a"]}),
    ],
)
def test_bad_id__never_reaches_the_network(
    cloud: FakeCloud,
    boxes: BoxService,
    operation: str,
    arguments: dict[str, Any],
    bad: Any,
) -> None:
    """Not even to log in."""
    with pytest.raises(errors.InvalidArgument):
        getattr(boxes, operation)(bad, **arguments)

    assert cloud.sent == []
    assert cloud.logins == []


def test_list(cloud: FakeCloud, boxes: BoxService) -> None:
    found = {"boxes": [{"id": "b1", "size_gb": "5"}, {"id": "b2"}]}
    cloud.on("box", "GET", "/boxes", Answer(json=found))

    assert list(boxes.boxes(name="a")) == [Box(id="b1", size=5), Box(id="b2")]
    assert cloud.sent[0].query == {"name": "a", "open": "true"}


def test_list__not_given_is_left_out(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "GET", "/boxes", Answer(json={"boxes": []}))

    assert list(boxes.boxes()) == []
    assert cloud.sent[0].query == {"open": "true"}


def test_list__extra_wins(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "GET", "/boxes", Answer(json={"boxes": []}))

    list(boxes.boxes(name="a", extra={"name": "b", "open": UNSET, "tag": ["x", "y"]}))

    assert cloud.sent[0].query == {"name": "b", "tag": ["x", "y"]}


def test_list__filter_that_does_not_exist(cloud: FakeCloud, boxes: BoxService) -> None:
    """It must not list everything: what is listed may be deleted next."""
    with pytest.raises(TypeError, match="nmae"):
        boxes.boxes(nmae="a")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]  # what is tested

    assert cloud.sent == []


@pytest.mark.parametrize("value", [None, []])
def test_list__filter_that_is_nothing(
    cloud: FakeCloud, boxes: BoxService, value: Any
) -> None:
    """What came of a setting that is missing must not list everything either."""
    with pytest.raises(errors.InvalidArgument):
        boxes.boxes(name=value)

    assert cloud.logins == []


def test_list__is_asked_for_when_it_is_read(
    cloud: FakeCloud, boxes: BoxService
) -> None:
    boxes.boxes()

    assert cloud.sent == []


def test_list__without_a_key(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "GET", "/shelves", Answer(json=[{"id": "s1"}]))

    assert list(boxes.shelves()) == [Shelf(id="s1")]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "was answered without 'boxes'"),
        ({"boxes": None}, "in the place of a list as 'boxes'"),
        ({"boxes": {"id": "b1"}}, "in the place of a list as 'boxes'"),
        ({"boxes": ["b1"]}, "sent 'str' in the place of a Box"),
        ({"boxes": [{"name": "a"}]}, "sent a Box without 'id'"),
    ],
)
def test_list__makes_no_sense(
    cloud: FakeCloud, boxes: BoxService, body: Any, message: str
) -> None:
    cloud.on("box", "GET", "/boxes", Answer(json=body))

    with pytest.raises(errors.InvalidAnswer, match=message):
        list(boxes.boxes())


def test_find__by_id(cloud: FakeCloud, boxes: BoxService) -> None:
    assert boxes.find_box("b1") == Box(id="b1")
    assert routes(cloud) == ["GET /boxes/b1"]


@pytest.mark.parametrize("status", [404, 400])
def test_find__by_name(cloud: FakeCloud, boxes: BoxService, status: int) -> None:
    """Some services answer 400 where an ID does not look like one of theirs."""
    found = [{"id": "b1", "name": "a box"}, {"id": "b2", "name": "a"}, {"id": "b3"}]
    cloud.on("box", "GET", "/boxes/a", Answer(status=status))
    cloud.on("box", "GET", "/boxes", Answer(json={"boxes": found}))

    assert boxes.find_box("a") == Box(id="b2", name="a")
    assert cloud.sent[-1].query == {"name": "a"}


def test_find__by_name_where_the_service_cannot_filter(
    cloud: FakeCloud, boxes: BoxService
) -> None:
    cloud.on("box", "GET", "/boxes/a", Answer(status=404))
    found = {"boxes": [{"id": "b1", "name": "a"}]}
    cloud.on("box", "GET", "/boxes/detail", Answer(json=found))

    assert boxes.find_all("a") == Box(id="b1", name="a")
    assert cloud.sent[-1].query == {}


@pytest.mark.parametrize("status", [404, 400])
def test_find__missing(cloud: FakeCloud, boxes: BoxService, status: int) -> None:
    cloud.on("box", "GET", "/boxes/a", Answer(status=status))
    cloud.on("box", "GET", "/boxes", Answer(json={"boxes": [{"id": "b1"}]}))

    assert boxes.find_box("a") is None
    with pytest.raises(errors.NotFound) as caught:
        boxes.find_box("a", ignore_missing=False)
    assert str(caught.value).startswith("No Box has the ID or the name 'a'. (GET ")
    assert isinstance(caught.value.__cause__, errors.HTTPError)


def test_find__ambiguous(cloud: FakeCloud, boxes: BoxService) -> None:
    found = [{"id": f"b{n}", "name": "a"} for n in (1, 2, 3)]
    cloud.on("box", "GET", "/boxes/a", Answer(status=404))
    cloud.on("box", "GET", "/boxes", Answer(json={"boxes": found}))

    with pytest.raises(errors.Ambiguous) as caught:
        boxes.find_box("a")

    assert str(caught.value) == "3 have the name 'a': b1, b2, b3. Give the ID."


@pytest.mark.parametrize("status", [401, 403, 500])
def test_find__other_errors(cloud: FakeCloud, boxes: BoxService, status: int) -> None:
    """What could not be looked at is not missing."""
    cloud.on("box", "GET", "/boxes/a", Answer(status=status))

    with pytest.raises(errors.HTTPError) as caught:
        boxes.find_box("a")

    assert caught.value.status_code == status


def test_update(cloud: FakeCloud, boxes: BoxService) -> None:
    assert boxes.update_box("b1", name=None) == Box(id="b1")
    assert boxes.update_box(Box(id="b1"), extra={"open": True}).is_open is True
    assert [sent.json() for sent in cloud.sent] == [
        {"box": {"name": None}},
        {"box": {"open": True}},
    ]


def test_update__with_nothing(cloud: FakeCloud, boxes: BoxService) -> None:
    """No update is sent, and the resource is returned all the same."""
    cloud.on("box", "GET", "/shelves/s1", Answer(json={"id": "s1"}))

    assert boxes.update_box("b1") == Box(id="b1")
    assert boxes.update_shelf("s1") == Shelf(id="s1")
    assert routes(cloud) == ["GET /boxes/b1", "GET /shelves/s1"]


def test_update__in_another_way(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "PATCH", "/shelves/s1", Answer(json={"id": "s1", "name": "a"}))

    assert boxes.update_shelf("s1", name="a").name == "a"
    assert cloud.sent[0].json() == {"name": "a"}


def test_delete(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "DELETE", "/boxes/b1", Answer(status=204))

    boxes.delete_box("b1", ignore_missing=False)

    assert routes(cloud) == ["DELETE /boxes/b1"]


def test_delete__missing(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "DELETE", "/boxes/b2", Answer(status=404))

    boxes.delete_box("b2")
    with pytest.raises(errors.NotFound):
        boxes.delete_box("b2", ignore_missing=False)


def test_delete__not_allowed(cloud: FakeCloud, boxes: BoxService) -> None:
    cloud.on("box", "DELETE", "/boxes/b2", Answer(status=403))

    with pytest.raises(errors.Forbidden):
        boxes.delete_box("b2")


@pytest.mark.parametrize("how", [None, {"hard": True}, "gently"])
def test_action(cloud: FakeCloud, boxes: BoxService, how: Any) -> None:
    cloud.on("box", "POST", "/boxes/b1/action", Answer(status=202))

    response = boxes.shake_box("b1", how=how)

    assert response.status_code == 202
    assert cloud.sent[0].json() == {"shake": how}


def test_wait(cloud: FakeCloud, boxes: BoxService, pauses: list[float]) -> None:
    seen: list[Box] = []
    states = ["shut", "ajar", "open"]
    answers = [Answer(json={"box": {"id": "b1", "status": s}}) for s in states]
    cloud.on("box", "GET", "/boxes/b1", *answers)

    box = boxes.wait_for_box("b1", interval=3, wait=None, callback=seen.append)

    assert box["status"] == "open"
    assert [b["status"] for b in seen] == ["shut", "ajar"]
    assert pauses == [3, 3]


def test_wait__failure(cloud: FakeCloud, boxes: BoxService) -> None:
    lost = Answer(json={"box": {"id": "b1", "status": "LOST"}})
    cloud.on("box", "GET", "/boxes/b1", lost)

    with pytest.raises(errors.WaitFailed):
        boxes.wait_for_box("b1", failures=["lost"])


@pytest.mark.parametrize(
    ("segments", "path"),
    [((), "/boxes"), (("a", "b"), "/boxes/a/b"), (("a/b", "?"), "/boxes/a%2Fb/%3F")],
)
def test_below(segments: tuple[str, ...], path: str) -> None:
    assert below("/boxes", *segments) == path


def test_override__one_verb_changes_every_operation(cloud: FakeCloud) -> None:
    class Renamed(BoxService):
        def _create(
            self,
            cls: type[Any],
            members: Mapping[str, Any],
            *,
            path: str = "",
            extra: Mapping[str, Any] = {},
        ) -> Any:
            return super()._create(
                cls, {**members, "name": "theirs"}, path=path, extra=extra
            )

    assert Renamed(cloud.connect()).create_box(name="mine").name == "theirs"
