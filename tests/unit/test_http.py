from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import attrs
import pytest
import requests

from openstack import errors, http
from openstack._unset import UNSET
from openstack.http import Request, Response, http_error, rewinder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

URL = "https://compute.example/servers"


def raw(
    body: bytes = b"",
    *,
    status: int = 200,
    reason: str = "",
    headers: Mapping[str, str] = {},
    url: str = URL,
) -> requests.Response:
    """Return an answer as the HTTP library has it."""
    response = requests.Response()
    response.status_code = status
    response.reason = reason
    response.url = url
    response.raw = io.BytesIO(body)
    response.headers.update(headers)
    response.request = requests.Request("GET", url).prepare()
    return response


def answer(body: bytes = b"", **options: Any) -> Response:
    """Return an answer to a request."""
    return Response(
        request=Request(method="GET", path="/servers"), raw=raw(body, **options)
    )


@pytest.mark.parametrize("method", ["DELETE", "GET", "HEAD", "OPTIONS", "PUT"])
def test_request__idempotent(method: str) -> None:
    assert Request(method=method, path="/").idempotent


@pytest.mark.parametrize("method", ["PATCH", "POST", "COPY"])
def test_request__not_idempotent(method: str) -> None:
    """Unless whoever sends it knows better."""
    assert not Request(method=method, path="/").idempotent
    assert Request(method=method, path="/", idempotent=True).idempotent


def test_request__with_headers() -> None:
    request = Request(method="GET", path="/", headers={"A": "1", "B": "2"})

    assert request.with_headers({"B": "3", "C": "4"}).headers == {
        "A": "1",
        "B": "3",
        "C": "4",
    }
    assert request.headers == {"A": "1", "B": "2"}


def test_request__is_frozen() -> None:
    request = Request(method="GET", path="/")

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        request.path = "/other"  # type: ignore[misc]  # what is tested


def test_request__repr_leaves_out_what_may_be_secret() -> None:
    request = Request(
        method="POST",
        path="/servers",
        headers={"X-Auth-Token": "the-secret"},
        json={"adminPass": "the-secret"},
        data=b"the-secret",
    )

    assert "/servers" in repr(request)
    assert "the-secret" not in repr(request)


def test_response__what_came() -> None:
    response = answer(b"{}", status=202, headers={"X-Trans-Id": "tx1"})

    assert response.status_code == 202
    assert response.headers["x-trans-id"] == "tx1"


def test_response__repr_leaves_the_body_out() -> None:
    response = attrs.evolve(answer(b'"the-secret"'), body={"adminPass": "the-secret"})

    assert "the-secret" not in repr(response)


def test_json() -> None:
    assert answer(b'{"a": [1]}').json() == {"a": [1]}


@pytest.mark.parametrize("body", [{"b": 2}, None, []])
def test_json__a_hook_put_another_body_in_its_place(body: Any) -> None:
    assert attrs.evolve(answer(b"{}"), body=body).json() == body


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b"<html>Log in</html>", "text/html", "text/html: 'Log in'"),
        (b'{"servers": [{"id"', "application/json", "application/json: '"),
        (b"", "application/json", "but empty"),
        (b"\xff\xfe", "text/plain", "text/plain: '\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_json__it_is_none(body: bytes, kind: str, said: str) -> None:
    with pytest.raises(errors.InvalidAnswer) as caught:
        answer(body, headers={"Content-Type": kind}).json()

    assert str(caught.value).startswith(
        f"GET {URL} was answered with something that is no JSON, {said}"
    )
    assert str(caught.value).endswith(
        f" Is {URL} the address of an OpenStack service, and not of a proxy or a login"
        " page?"
    )


def test_json__it_is_none_and_has_no_type() -> None:
    with pytest.raises(errors.InvalidAnswer, match="no content type: 'Moin'"):
        answer(b"Moin").json()


def test_member() -> None:
    response = answer(b'{"server": {"id": "1"}, "links": null}')

    assert response.member("server") == {"id": "1"}
    assert response.member("links") is None
    assert response.member("") == {"server": {"id": "1"}, "links": None}


@pytest.mark.parametrize("body", [b"{}", b"[]", b'"server"', b"null"])
def test_member__is_missing(body: bytes) -> None:
    with pytest.raises(errors.InvalidAnswer) as caught:
        answer(body).member("server")

    assert str(caught.value) == f"GET {URL} was answered without 'server'."


def test_items() -> None:
    assert answer(b'{"servers": [1]}').items("servers") == [1]
    assert answer(b"[1]").items("") == [1]


@pytest.mark.parametrize(
    ("body", "name", "message"),
    [
        (b'{"servers": null}', "servers", "'NoneType' in the place of a list as"),
        (b'{"servers": {}}', "servers", "'dict' in the place of a list as 'servers'."),
        (b'"servers"', "", "'str' in the place of a list."),
    ],
)
def test_items__are_no_list(body: bytes, name: str, message: str) -> None:
    with pytest.raises(errors.InvalidAnswer, match=message):
        answer(body).items(name)


@pytest.mark.parametrize("data", [None, b"data", "data"])
def test_rewinder__what_is_kept(data: bytes | str | None) -> None:
    assert rewinder(data)()


def test_rewinder__file(tmp_path: Path) -> None:
    """It is sent from where it stood, and not from its beginning."""
    path = tmp_path / "data"
    path.write_bytes(b"head and body")
    with path.open("rb") as file:
        file.seek(9)
        rewind = rewinder(file)
        file.read()

        assert rewind()
        assert file.read() == b"body"


def test_rewinder__what_has_no_word_for_it() -> None:
    class Tape:
        place = 3

        def tell(self) -> int:
            return self.place

        def seek(self, place: int) -> None:
            self.place = place

    tape: Any = Tape()
    rewind = rewinder(tape)
    tape.place = 9

    assert rewind()
    assert tape.place == 3


def test_rewinder__not_seekable() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert not rewinder(Pipe(b"data"))()


def test_rewinder__pieces() -> None:
    assert not rewinder(iter([b"a", b"b"]))()


@pytest.mark.parametrize(
    ("params", "sent"),
    [
        ({"a": True, "b": False}, {"a": "true", "b": "false"}),
        ({"a": 1, "b": "x", "c": ["x", "y"]}, {"a": 1, "b": "x", "c": ["x", "y"]}),
        ({"a": UNSET, "b": ""}, {"b": ""}),
    ],
)
def test_query(params: dict[str, Any], sent: dict[str, Any]) -> None:
    assert http.query(params) == sent


@pytest.mark.parametrize("value", [None, [], ()])
def test_query__value_that_would_be_left_out(value: Any) -> None:
    """The HTTP library leaves it out, and the filter with it."""
    with pytest.raises(errors.InvalidArgument) as caught:
        http.query({"name": value})

    assert str(caught.value) == (
        f"'name' is {value!r}, which no query can hold, and without it the answer would"
        " be of everything. Leave it out if that is what is meant."
    )


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/b?c=d", "https://a.example/b?c=d"),
        ("https://me:pass@a.example/b", "https://***@a.example/b"),
        ("https://me@a.example/b@c", "https://***@a.example/b@c"),
        (
            "https://a.example/b?temp_url_sig=ab12&temp_url_expires=1",
            "https://a.example/b?temp_url_sig=***&temp_url_expires=1",
        ),
        (
            "https://a.example/b?x=1&temp_url_sig=a",
            "https://a.example/b?x=1&temp_url_sig=***",
        ),
        ("", ""),
    ],
)
def test_without_secrets(url: str, shown: str) -> None:
    assert http.without_secrets(url) == shown


@pytest.mark.parametrize(
    ("status", "error_class"),
    [
        *errors.BY_STATUS.items(),
        (402, errors.HTTPError),
        (418, errors.HTTPError),
        (500, errors.ServerError),
        (502, errors.ServerError),
        (599, errors.ServerError),
    ],
)
def test_http_error__class(status: int, error_class: type[errors.HTTPError]) -> None:
    assert type(http_error(raw(status=status))) is error_class


def test_http_error__class_of_a_vendor() -> None:
    class QuotaSpent(errors.Forbidden):
        pass

    error = http_error(raw(status=418), {418: QuotaSpent})

    assert type(error) is QuotaSpent


def test_http_error__sentence() -> None:
    body = b'{"itemNotFound": {"message": "Instance 1 could not be found."}}'
    response = raw(
        body,
        status=404,
        reason="Not Found",
        headers={"X-Openstack-Request-Id": "req-1"},
        url=f"{URL}?temp_url_sig=ab",
    )

    error = http_error(response)

    assert str(error) == (
        f"GET {URL}?temp_url_sig=*** was answered 404 Not Found (request req-1):"
        " Instance 1 could not be found."
    )
    assert error.details == "Instance 1 could not be found."
    assert error.response is response


def test_http_error__nothing_is_said() -> None:
    error = http_error(raw(status=500))

    assert str(error) == f"GET {URL} was answered 500"
    assert error.details == ""


def said(body: Any, kind: str = "application/json") -> str:
    """Return the message that is found in the body of an error."""
    content = body.encode() if isinstance(body, str) else json.dumps(body).encode()
    headers = {"Content-Type": kind}
    return http.message_of(
        raw(content, status=404, reason="Not Found", headers=headers)
    )


@pytest.mark.parametrize(
    "body",
    [
        {"itemNotFound": {"code": 404, "message": "Gone."}},
        {"error": {"code": 404, "title": "Not Found", "message": "Gone."}},
        {"NeutronError": {"type": "NetNotFound", "message": "Gone.", "detail": ""}},
        {"NeutronError": "Gone."},
        {"badRequest": {"message": "Gone.", "code": 400}},
        {"code": 404, "title": "Not Found", "error": {"message": "Gone.", "type": "N"}},
        {"errors": [{"status": 404, "title": "Not Found", "detail": "Gone."}]},
        {"faultcode": "Client", "faultstring": "Gone.", "debuginfo": None},
        {"error_message": {"faultcode": "Client", "faultstring": "Gone."}},
        {"code": 404, "description": "Gone.", "title": "Not Found"},
        {"title": "Gone."},
        {"message": "", "detail": "Gone."},
        {"message": {"text": "Gone."}},
        {"error": "Gone."},
        ["Gone."],
        "Gone.",
    ],
    ids=str,
)
def test_message_of__json(body: Any) -> None:
    """Each service wraps it in its own way."""
    assert said(body) == "Gone."


def test_message_of__several() -> None:
    assert (
        said({"errors": [{"detail": "One."}, {}, {"detail": "Two."}]}) == "One.; Two."
    )


@pytest.mark.parametrize("body", [{}, [], {"code": 404}, {"error": None}])
def test_message_of__json_that_says_nothing(body: Any) -> None:
    """What came is shown as it is."""
    assert said(body) == json.dumps(body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        # As swift has it.
        (
            "<html><h1>Not Found</h1><p>The resource could not be found.</p></html>",
            "The resource could not be found.",
        ),
        # As glance has it.
        (
            (
                "<html>\n <head>\n  <title>404 Not Found</title>\n </head>\n <body>\n"
                "  <h1>404 Not Found</h1>\n  No image &quot;a&quot;.<br /><br />\n\n"
                " </body>\n</html>"
            ),
            'No image "a".',
        ),
        # As a proxy has it.
        (
            (
                "<HTML><HEAD><STYLE>a { b: c }</STYLE></HEAD><SCRIPT>d()</SCRIPT>"
                "<BODY>Bad gateway</BODY></HTML>"
            ),
            "Bad gateway",
        ),
    ],
)
def test_message_of__html(body: str, message: str) -> None:
    assert said(body, "text/html; charset=UTF-8") == message


def test_message_of__html_of_the_objects_content_type() -> None:
    """So swift answers a range that an object does not have."""
    page = "<html><h1>Not Found</h1><p>The Range is not available.</p></html>"

    assert said(page, "application/octet-stream") == "The Range is not available."


def test_message_of__text() -> None:
    assert said("a < b\r\n  and so on", "text/plain") == "a < b and so on"


def test_message_of__unknown_encoding() -> None:
    assert said("Gone.", "text/plain; charset=klingon") == "Gone."


def test_message_of__is_cut() -> None:
    message = said("x" * 1000, "text/plain")

    assert message == "x" * 500 + "…"


@pytest.mark.parametrize(
    ("value", "found"), [({"a": 1}, {"a": 1}), ([], {}), (None, {}), ("a", {})]
)
def test_object_of(value: Any, found: dict[str, Any]) -> None:
    assert http.object_of(value) == found
