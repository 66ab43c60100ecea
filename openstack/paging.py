"""Lists that come in pages."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import parse_qs, urlsplit

import attrs

from openstack import errors
from openstack.http import Request, Response, asked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


#: How an API says where the next page is.
Paging: TypeAlias = Literal["links", "marker", "page number"]


@attrs.frozen(kw_only=True)
class Page:
    """One page of a list."""

    request: Request
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
    """
    link = _next_link(page)
    if not link:
        return None
    query = parse_qs(urlsplit(link).query, keep_blank_values=True)
    return attrs.evolve(page.request, params=query)


def _next_link(page: Page) -> str:
    body = page.response.json()
    if not isinstance(body, dict):
        body = {}
    for links in (body.get(f"{page.key}_links"), body.get("links"), body.get("next")):
        if link := _link_of(links):
            return link
    return page.response.raw.links.get("next", {}).get("url", "")


def _link_of(links: Any) -> str:
    """Return the link to the next page, of any of the forms that services use."""
    if isinstance(links, str):
        return links
    if isinstance(links, dict):
        return links.get("next") or ""
    if isinstance(links, list):
        found = (link["href"] for link in links if link.get("rel") == "next")
        return next(found, "")
    return ""


def by_marker(page: Page) -> Request | None:
    """Return the request for what comes after the last item, if there is one."""
    if not page.items:
        return None
    params = {**page.request.params, "marker": page.items[-1][page.marker]}
    return attrs.evolve(page.request, params=params)


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
    seen = {_fingerprint(first)}
    page = fetch(first)
    while True:
        following = next_page(page)
        if following is not None:
            _refuse_repetition(following, seen, page)
        yield from page.items[:1]
        ahead: Future[Page] | None = None
        if following is not None and read_ahead:
            ahead = _start(fetch, following)
        yield from page.items[1:]
        if following is None:
            return
        page = ahead.result() if ahead else fetch(following)


def _fingerprint(request: Request) -> int:
    # A number keeps the memory flat over any number of pages.
    return hash((request.path, str(sorted(request.params.items()))))


def _refuse_repetition(following: Request, seen: set[int], page: Page) -> None:
    fingerprint = _fingerprint(following)
    if fingerprint in seen:
        raise errors.RepeatedPage(
            f"{asked(page.response.raw)} leads to a page that was given already. The"
            " service repeats itself, so the list has no end."
        )
    seen.add(fingerprint)


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
