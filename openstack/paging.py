"""Lists that come in pages."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import parse_qs, urlencode, urlsplit

import attrs

from openstack import errors
from openstack.http import Request, Response, asked, object_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


#: How an API says where the next page is.
Paging: TypeAlias = Literal["links", "marker", "page number"]


@attrs.frozen(kw_only=True)
class Page:
    """One page of a list."""

    #: What asked for it.
    request: Request
    #: What it came in.
    response: Response
    #: The members of each resource, as they came.
    items: Sequence[Mapping[str, Any]]
    #: The member of the body that holds them, or ``""``.
    key: str
    #: The member of an item that the next page is asked for with.
    marker: str


def by_links(page: Page) -> Request | None:
    """Return the request for the next page, where the answer links to it.

    Only the link's query is taken: behind a proxy that ends TLS, services write
    addresses that do not lead back, and the token must not follow a link elsewhere.
    What it leaves out stays: the pages after the first are filtered as well.
    """
    link = _next_link(page)
    if not link:
        return None
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return attrs.evolve(page.request, params={**page.request.params, **query})


def _next_link(page: Page) -> str:
    body = object_of(page.response.json())
    for links in (body.get(f"{page.key}_links"), body.get("links"), body.get("next")):
        if link := _link_of(links):
            return link
    return page.response.raw.links.get("next", {}).get("url", "")


def _link_of(links: Any) -> str:
    """Return the link to the next page, of any of the forms that services use."""
    if isinstance(links, str):
        return links
    if isinstance(links, list):
        described = map(object_of, cast("Sequence[Any]", links))
        found = (link.get("href") for link in described if link.get("rel") == "next")
        return next(found, None) or ""
    link = object_of(links).get("next")
    return link if isinstance(link, str) else ""


def by_marker(page: Page) -> Request | None:
    """Return the request for what comes after the last item, if there is one."""
    if not page.items:
        return None
    marker = _name_of(page.items[-1], page)
    if marker is None:
        raise errors.InvalidAnswer(
            f"{asked(page.response.raw)} was answered with an item without"
            f" {page.marker!r}, which the next page is asked for with."
        )
    return attrs.evolve(page.request, params={**page.request.params, "marker": marker})


def _name_of(item: Any, page: Page) -> Any:
    """Return what an item is called where the list goes on; some are only a name."""
    return item if isinstance(item, str) else object_of(item).get(page.marker)


def by_number(page: Page) -> Request | None:
    """Return the request for the next number, if the page is not empty."""
    if not page.items:
        return None
    number = int(page.request.params.get("page", 1)) + 1
    return attrs.evolve(page.request, params={**page.request.params, "page": number})


#: How the next page is asked for, by the API's way of paging.
NEXT_PAGE: Mapping[Paging, Callable[[Page], Request | None]] = {
    "links": by_links,
    "marker": by_marker,
    "page number": by_number,
}


def items(
    first: Request,
    *,
    fetch: Callable[[Request], Page],
    next_page: Callable[[Page], Request | None],
    read_ahead: bool,
) -> Iterator[Mapping[str, Any]]:
    """Yield the items of all pages; only two pages are held at a time.

    The next page is fetched in a thread while the caller works through this one,
    from its second item on: who takes one item pays for one page.

    :raises RepeatedPage: the service gives a page again.
    """
    seen: set[int] = set()
    following: Request | None = first
    ahead: Future[Page] | None = None
    while following is not None:
        page = ahead.result() if ahead else fetch(following)
        _refuse_repetition(page, seen)
        following = next_page(page)
        yield from page.items[:1]
        if following is not None and read_ahead:
            ahead = _start(fetch, following)
        yield from page.items[1:]


def _refuse_repetition(page: Page, seen: set[int]) -> None:
    """Refuse a page that was asked for already, or whose items were given already.

    The items count as well, for some services ignore the number of a page.
    """
    params = urlencode(sorted(page.request.params.items()), doseq=True)
    marks: list[tuple[str, ...]] = [("asked for", page.request.path, params)]
    if page.items:
        names = [str(_name_of(item, page) or item) for item in page.items]
        marks.append(("given", *names))
    # Numbers keep the memory flat over any number of pages.
    fingerprints = set(map(hash, marks))
    if fingerprints & seen:
        raise errors.RepeatedPage(
            f"{asked(page.response.raw)} was answered with a page that was given"
            " already. The service repeats itself, so the list has no end."
        )
    seen |= fingerprints


def _start(fetch: Callable[[Request], Page], request: Request) -> Future[Page]:
    """Fetch a page in a thread, which ends when it has it."""
    future: Future[Page] = Future()

    def run() -> None:
        try:
            future.set_result(fetch(request))
        except BaseException as error:  # noqa: BLE001 - raised where it is awaited
            future.set_exception(error)

    threading.Thread(target=run, name="openstack-page", daemon=True).start()
    return future
