from __future__ import annotations

import gc
import itertools
import json
import threading
import weakref
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from openstack import errors, paging
from openstack.http import Request, Response
from openstack.paging import Page, Paging
from openstack.testing import Answer, FakeCloud, Sent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

FIRST = Request(method="GET", path="/boxes", params={"limit": 2})
URL = "https://boxes.example/v1/boxes"


def page_of(
    request: Request, body: Any, *, headers: Mapping[str, str] = {}, marker: str = "id"
) -> Page:
    """Return the page that a body makes."""
    raw = requests.Response()
    raw.status_code = 200
    raw.url = f"{URL}?{urlencode(request.params, doseq=True)}"
    raw.request = requests.Request("GET", raw.url).prepare()
    raw.headers.update(headers)
    response = Response(request=request, raw=raw, body=body)
    items = cast("Sequence[Any]", body if isinstance(body, list) else body["boxes"])
    return Page(
        request=request, response=response, items=items, key="boxes", marker=marker
    )


#: How services link to the page after ``?marker=b2``, and say that it is the last.
LINKS: Mapping[str, tuple[Any, Any]] = {
    "nova and neutron": (
        {"boxes_links": [{"rel": "self", "href": "?a"}, {"rel": "next", "href": "%s"}]},
        {"boxes_links": [{"rel": "previous", "href": "?a"}]},
    ),
    "keystone": (
        {"links": {"self": URL, "previous": None, "next": "%s"}},
        {"links": {"self": URL, "previous": None, "next": None}},
    ),
    "keystone, without the key": ({"links": {"next": "%s"}}, {"links": {}}),
    "a list of links": ({"links": [{"rel": "next", "href": "%s"}]}, {"links": []}),
    "glance": ({"next": "%s"}, {}),
}


@pytest.mark.parametrize("style", LINKS)
@pytest.mark.parametrize("link", [f"{URL}?marker=b2&limit=2", "?marker=b2&limit=2"])
def test_by_links(style: str, link: str) -> None:
    following, last = LINKS[style]
    linked = json.loads(json.dumps({"boxes": [], **following}).replace("%s", link))

    request = paging.by_links(page_of(FIRST, linked))

    assert request is not None
    assert request.path == "/boxes"
    assert request.params == {"marker": ["b2"], "limit": ["2"]}
    assert paging.by_links(page_of(FIRST, {"boxes": [], **last})) is None


def test_by_links__header() -> None:
    headers = {"Link": f'<{URL}?marker=b2>; rel="next", <{URL}>; rel="first"'}

    bodies: list[Any] = [[], {"boxes": []}]
    for body in bodies:
        request = paging.by_links(page_of(FIRST, body, headers=headers))

        assert request is not None
        assert request.params["marker"] == ["b2"]


@pytest.mark.parametrize("body", [[], {"boxes": []}])
def test_by_links__none(body: Any) -> None:
    assert paging.by_links(page_of(FIRST, body)) is None


def test_by_links__filters_stay() -> None:
    """A link that forgets them would turn the rest of the list into all there is."""
    first = Request(method="GET", path="/boxes", params={"name": "a", "limit": 2})

    request = paging.by_links(page_of(first, {"boxes": [], "next": "?marker=b2"}))

    assert request is not None
    assert request.params == {"name": "a", "limit": 2, "marker": ["b2"]}


def test_by_links__value_that_is_empty() -> None:
    request = paging.by_links(page_of(FIRST, {"boxes": [], "next": "?marker=&a=b"}))

    assert request is not None
    assert request.params["marker"] == [""]


@pytest.mark.parametrize(
    "links", [[1], ["next"], [{"rel": "next"}], {"next": 5}, {"next": {}}, 5, True]
)
def test_by_links__no_sense(links: Any) -> None:
    assert paging.by_links(page_of(FIRST, {"boxes": [], "links": links})) is None


def test_by_marker() -> None:
    request = paging.by_marker(page_of(FIRST, [{"id": "b1"}, {"id": "b2"}]))

    assert request is not None
    assert request.params == {"limit": 2, "marker": "b2"}


def test_by_marker__of_another_member() -> None:
    page = page_of(FIRST, [{"name": "a"}, {"name": "b"}], marker="name")
    request = paging.by_marker(page)

    assert request is not None
    assert request.params["marker"] == "b"


def test_by_marker__items_are_names() -> None:
    request = paging.by_marker(page_of(FIRST, ["a", "b"]))

    assert request is not None
    assert request.params["marker"] == "b"


@pytest.mark.parametrize("item", [{"name": "a"}, {"id": None}, 5])
def test_by_marker__item_without_it(item: Any) -> None:
    with pytest.raises(errors.InvalidAnswer) as caught:
        paging.by_marker(page_of(FIRST, [item]))

    assert str(caught.value) == (
        f"GET {URL}?limit=2 was answered with an item without 'id', which the next page"
        " is asked for with."
    )


def test_by_number() -> None:
    second = paging.by_number(page_of(FIRST, [{"id": "b1"}]))
    assert second is not None
    third = paging.by_number(page_of(second, [{"id": "b2"}]))
    assert third is not None

    assert second.params == {"limit": 2, "page": 2}
    assert third.params == {"limit": 2, "page": 3}


@pytest.mark.parametrize("next_page", [paging.by_marker, paging.by_number])
def test_by_marker_and_number__empty_page(
    next_page: Callable[[Page], Request | None],
) -> None:
    assert next_page(page_of(FIRST, [])) is None


def test_next_page__a_way_for_each_word() -> None:
    words = Literal["links", "marker", "page number"]

    assert Paging == words
    assert set(paging.NEXT_PAGE) == {"links", "marker", "page number"}


class Shop:
    """A service that gives its boxes in pages, in each of the ways."""

    def __init__(self, sizes: Sequence[int], way: Paging = "links") -> None:
        numbers = itertools.count(1)
        self.pages = [[{"id": f"b{next(numbers)}"} for _ in range(s)] for s in sizes]
        self.way: Paging = way
        #: The numbers of the pages that were asked for, in order.
        self.asked: list[int] = []
        #: The threads that asked.
        self.threads: list[threading.Thread] = []

    def fetch(self, request: Request) -> Page:
        number = self.number(request)
        self.asked.append(number)
        self.threads.append(threading.current_thread())
        body: dict[str, Any] = {"boxes": []}
        if number < len(self.pages):
            body["boxes"] = self.pages[number]
        if self.way == "links" and number + 1 < len(self.pages):
            body["next"] = f"?limit=2&number={number + 1}"
        return page_of(request, body)

    def number(self, request: Request) -> int:
        if self.way == "links":
            return int(request.params.get("number", ["0"])[0])
        if self.way == "page number":
            return int(request.params.get("page", 1)) - 1
        if "marker" not in request.params:
            return 0
        last = {"id": request.params["marker"]}
        return 1 + next(i for i, page in enumerate(self.pages) if last in page)

    def items(self, *, read_ahead: bool = True) -> Iterator[Mapping[str, Any]]:
        return paging.items(
            FIRST,
            fetch=self.fetch,
            next_page=paging.NEXT_PAGE[self.way],
            read_ahead=read_ahead,
        )


@given(sizes=st.lists(st.integers(0, 4), min_size=1, max_size=8))
@pytest.mark.parametrize("read_ahead", [True, False])
def test_items__nothing_is_repeated_or_dropped(
    sizes: list[int], *, read_ahead: bool
) -> None:
    """Whatever the sizes of the pages are; with links, some may be empty."""
    shop = Shop(sizes)

    found = [item["id"] for item in shop.items(read_ahead=read_ahead)]

    assert found == [f"b{n}" for n in range(1, sum(sizes) + 1)]
    assert shop.asked == list(range(len(sizes)))


@given(sizes=st.lists(st.integers(1, 4), max_size=8))
@pytest.mark.parametrize("read_ahead", [True, False])
@pytest.mark.parametrize("way", ["marker", "page number"])
def test_items__nothing_is_repeated_or_dropped_without_links(
    sizes: list[int], way: Paging, *, read_ahead: bool
) -> None:
    """An empty page ends the list."""
    shop = Shop(sizes, way)

    found = [item["id"] for item in shop.items(read_ahead=read_ahead)]

    assert found == [f"b{n}" for n in range(1, sum(sizes) + 1)]
    assert shop.asked == list(range(len(sizes) + 1))


def test_items__nothing_is_asked_before_the_first() -> None:
    shop = Shop([2])

    items = shop.items()

    assert shop.asked == []
    assert next(items) == {"id": "b1"}


def test_items__who_takes_one_pays_for_one_page() -> None:
    shop = Shop([2, 2, 2])
    items = shop.items()

    next(items)

    assert shop.asked == [0]


def test_items__the_next_page_is_fetched_from_the_second_item_on() -> None:
    shop = Shop([3, 2, 2])
    items = shop.items()
    next(items)

    next(items)
    for thread in threading.enumerate():
        if thread.name == "openstack-page":
            thread.join()

    assert shop.asked == [0, 1]
    assert shop.threads[1].name == "openstack-page"


def test_items__without_reading_ahead_there_is_no_thread() -> None:
    shop = Shop([2, 2, 2])

    assert len(list(shop.items(read_ahead=False))) == 6
    assert set(shop.threads) == {threading.current_thread()}


def test_items__abandoned() -> None:
    """The thread of an iterator that nobody reads on ends with its page."""
    shop = Shop([3, 2, 2])
    items = shop.items()
    next(items)
    next(items)

    del items
    for thread in threading.enumerate():
        if thread.name == "openstack-page":
            thread.join(10)

    assert "openstack-page" not in {thread.name for thread in threading.enumerate()}
    assert shop.asked == [0, 1]


def test_items__a_failure_comes_after_the_items_before_it() -> None:
    shop = Shop([3, 2])

    def fetch(request: Request) -> Page:
        if "number" in request.params:
            raise errors.ConnectionBroken("The connection was cut.")
        return shop.fetch(request)

    items = paging.items(FIRST, fetch=fetch, next_page=paging.by_links, read_ahead=True)

    assert [next(items)["id"] for _ in range(3)] == ["b1", "b2", "b3"]
    with pytest.raises(errors.ConnectionBroken):
        next(items)


def test_items__flat_memory() -> None:
    """Of a thousand pages, two are alive at any time: this one and the next."""
    alive: list[weakref.ref[Page]] = []
    most = 0
    shop = Shop([2] * 1000)

    def fetch(request: Request) -> Page:
        page = shop.fetch(request)
        alive.append(weakref.ref(page))
        return page

    items = paging.items(FIRST, fetch=fetch, next_page=paging.by_links, read_ahead=True)
    gc.disable()
    try:
        for number, _ in enumerate(items):
            if number % 2 and number % 50 < 2:
                alive = [ref for ref in alive if ref() is not None]
                most = max(most, len(alive))
    finally:
        gc.enable()

    assert len(shop.asked) == 1000
    assert most == 2


def repeated(
    pages: Sequence[Sequence[str]], links: Sequence[str]
) -> Callable[..., Page]:
    """Return what fetches pages in order, each with the link of its number."""
    numbers = itertools.count()

    def fetch(request: Request) -> Page:
        number = next(numbers)
        items = [{"id": name} for name in pages[number % len(pages)]]
        body: dict[str, Any] = {"boxes": items}
        if links:
            body["next"] = links[number % len(links)]
        return page_of(request, body)

    return fetch


@pytest.mark.parametrize("read_ahead", [True, False])
@pytest.mark.parametrize(
    ("next_page", "pages", "links"),
    [
        # The link of a page leads to the page itself, or to the one before it.
        (paging.by_links, ["ab"], ["?limit=2"]),
        (paging.by_links, ["ab", "cd"], ["?marker=b", "?marker=b"]),
        (paging.by_links, ["ab", "cd"], ["?marker=b", "?limit=2"]),
        (paging.by_links, ["ab", "cd", "ef"], ["?marker=b", "?marker=d", "?limit=2"]),
        # The links go on, and the pages do not.
        (paging.by_links, ["ab"], [f"?marker={n}" for n in range(9)]),
        (paging.by_links, ["ab", "cd"], [f"?marker={n}" for n in range(9)]),
        # Empty pages that go round in a circle.
        (paging.by_links, ["ab", ""], ["?marker=b", "?marker=b"]),
        # The marker, or the number, is not heard.
        (paging.by_marker, ["ab"], []),
        (paging.by_marker, ["ab", "cd"], []),
        (paging.by_number, ["ab"], []),
        (paging.by_number, ["ab", "cd"], []),
    ],
)
def test_items__the_service_repeats_itself(
    next_page: Callable[[Page], Request | None],
    pages: list[str],
    links: list[str],
    *,
    read_ahead: bool,
) -> None:
    """Every item comes once, and then the error; no endless loop."""
    items = paging.items(
        FIRST, fetch=repeated(pages, links), next_page=next_page, read_ahead=read_ahead
    )
    found: list[str] = []

    with pytest.raises(errors.RepeatedPage) as caught:
        found += (item["id"] for item in items)

    assert found == list("".join(pages))
    assert str(caught.value).startswith(f"GET {URL}?")
    assert str(caught.value).endswith(
        " was answered with a page that was given already. The service repeats itself,"
        " so the list has no end."
    )


@pytest.mark.parametrize("links", [["?limit=2"], ["?marker=b", "?marker=b&limit=2"]])
def test_items__empty_pages_that_lead_to_themselves(links: list[str]) -> None:
    """What repeats itself there is the question, however it is written."""
    fetch = repeated([""], links)
    asked: list[Request] = []

    def note(request: Request) -> Page:
        asked.append(request)
        return fetch(request)

    with pytest.raises(errors.RepeatedPage):
        list(
            paging.items(FIRST, fetch=note, next_page=paging.by_links, read_ahead=False)
        )

    assert len(asked) == len(links) + 1


def test_items__pages_of_items_that_have_no_name() -> None:
    """Two that differ are two, also where they lack what they are called by."""
    bodies = [[{"size": 1}], [{"size": 2}], []]

    def fetch(request: Request) -> Page:
        return page_of(request, bodies[int(request.params.get("page", 1)) - 1])

    items = paging.items(
        FIRST, fetch=fetch, next_page=paging.by_number, read_ahead=False
    )

    assert [item["size"] for item in items] == [1, 2]


def test_servers__in_pages(cloud: FakeCloud) -> None:
    """The filters are sent with every page, and the token to no other server."""

    def answer(sent: Sent) -> Answer:
        start = int(sent.query.get("marker", 0))
        found = [{"id": str(n)} for n in range(start + 1, start + 3)]
        link = f"https://elsewhere.example/servers?marker={start + 2}&limit=2"
        body: dict[str, Any] = {"servers": found}
        if start < 4:
            body["servers_links"] = [{"rel": "next", "href": link}]
        return Answer(json=body)

    cloud.on("compute", "GET", "/servers/detail", answer)

    found = [server.id for server in cloud.connect().compute.servers(name="a", limit=2)]

    assert found == ["1", "2", "3", "4", "5", "6"]
    assert [sent.query for sent in cloud.sent] == [
        {"name": "a", "limit": "2"},
        {"name": "a", "limit": "2", "marker": "2"},
        {"name": "a", "limit": "2", "marker": "4"},
    ]
    assert {urlsplit(sent.url).netloc for sent in cloud.sent} == {
        "compute.cloud.example"
    }
