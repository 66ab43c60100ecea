"""What goes to a service and what comes back: the contexts of the chain hooks."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any, TypeAlias, cast

import attrs
import requests

from openstack import errors
from openstack._unset import UNSET, Unset, given

#: A body that is no JSON: bytes, text, a file opened in binary mode, or pieces.
Body: TypeAlias = bytes | str | IO[bytes] | Iterable[bytes]

#: Requests with these methods may be sent again: the second changes nothing more.
IDEMPOTENT = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PUT"})


def _is_idempotent(request: Request) -> bool:
    return request.method in IDEMPOTENT


@attrs.frozen(kw_only=True)
class Request:
    """A request, before it is sent. ``attrs.evolve`` makes a changed one."""

    #: ``GET``, ``PUT`` and so on.
    method: str
    #: Below the endpoint of the service, quoted; or a whole URL.
    path: str
    #: The query; a list stands for the same name several times.
    params: Mapping[str, Any] = attrs.field(factory=dict[str, Any])
    #: Its own headers; those of the connection, and the token, are added later.
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], repr=False)
    #: What is sent as JSON.
    json: Any = attrs.field(default=UNSET, repr=False)
    #: What is sent as it is.
    data: Body | None = attrs.field(default=None, repr=False)
    #: The version of the API that the request speaks; ``None`` for the oldest.
    microversion: str | None = None
    #: Whether the token is sent.
    authenticated: bool = True
    #: Whether the answer's body is left for the caller to read.
    stream: bool = False
    #: Whether it may be sent again though it may have had an effect.
    idempotent: bool = attrs.field(
        default=attrs.Factory(_is_idempotent, takes_self=True)
    )

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """Return the request with more headers, or others for those it has."""
        return attrs.evolve(self, headers={**self.headers, **headers})


@attrs.frozen(kw_only=True)
class Response:
    """An answer. ``attrs.evolve(response, body=...)`` makes one with another body."""

    #: What it answers.
    request: Request
    #: The answer, as it came.
    raw: requests.Response = attrs.field(repr=False)
    #: What a hook put in the place of the JSON that came.
    body: Any = attrs.field(default=UNSET, repr=False)

    @property
    def status_code(self) -> int:
        """The status."""
        return self.raw.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers; names are found in any case."""
        return self.raw.headers

    def json(self) -> Any:
        """Return the body.

        :raises InvalidAnswer: it is no JSON.
        """
        if not isinstance(self.body, Unset):
            return self.body
        try:
            return json.loads(self.raw.content)
        except ValueError as error:
            raise errors.InvalidAnswer(
                f"{asked(self.raw)} was answered with something that is no JSON,"
                f" {_start_of(self.raw)}. Is {self.raw.url} the address of an"
                " OpenStack service, and not of a proxy or a login page?"
            ) from error

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the body of a streamed answer.

        :param size: how many bytes a piece has at most.
        :raises NoAnswer: the connection was cut, or the server fell silent.
        """
        from requests import RequestException

        from openstack.transport import no_answer

        try:
            yield from self.raw.iter_content(size)
        except RequestException as error:
            raise no_answer(error, self.raw.request) from error
        finally:
            self.raw.close()

    def member(self, name: str) -> Any:
        """Return a member of the body; the body itself for ``""``.

        :raises InvalidAnswer: the body has no such member.
        """
        body = self.json()
        if not name:
            return body
        members = object_of(body)
        if name not in members:
            raise errors.InvalidAnswer(
                f"{asked(self.raw)} was answered without {name!r}."
            )
        return members[name]

    def items(self, name: str) -> Sequence[Any]:
        """Return a member of the body that is a list; the body itself for ``""``.

        :raises InvalidAnswer: the body has no such member, or it is no list.
        """
        found = self.member(name)
        if not isinstance(found, list):
            raise errors.InvalidAnswer(
                f"{asked(self.raw)} was answered with {type(found).__name__!r} in the"
                f" place of a list{f' as {name!r}' if name else ''}."
            )
        return cast("Sequence[Any]", found)


@attrs.frozen(kw_only=True)
class Failure:
    """A request that failed. ``attrs.evolve(failure, error=...)`` makes another."""

    #: What failed.
    request: Request
    #: What the caller gets to see.
    error: errors.OpenStackError


def query(params: Mapping[str, Any]) -> dict[str, Any]:
    """Return a query as services read it: what was given, ``true`` and ``false``.

    :raises InvalidArgument: a value would be left out by the HTTP library.
    """
    return {name: _parameter(name, value) for name, value in given(params).items()}


def _parameter(name: str, value: Any) -> Any:
    if value is None or value in ([], ()):
        raise errors.InvalidArgument(
            f"{name!r} is {value!r}, which no query can hold, and without it the answer"
            " would be of everything. Leave it out if that is what is meant."
        )
    return str(value).lower() if isinstance(value, bool) else value


def rewinder(data: Body | None) -> Callable[[], bool]:
    """Return what makes a body ready to be sent again, and says whether it is."""
    if data is None or isinstance(data, (bytes, str)):
        return lambda: True
    seek, tell = getattr(data, "seek", None), getattr(data, "tell", None)
    if seek is None or tell is None or not _seekable(data):
        return lambda: False
    start = tell()

    def rewind() -> bool:
        seek(start)
        return True

    return rewind


def _seekable(data: Any) -> bool:
    seekable = getattr(data, "seekable", None)
    return seekable is None or bool(seekable())


def object_of(value: Any) -> Mapping[str, Any]:
    """Return what JSON calls an object; an empty one in the place of all else."""
    return cast("Mapping[str, Any]", value) if isinstance(value, Mapping) else {}


def asked(response: requests.Response) -> str:
    """Return the method and URL that an answer is for, without secrets."""
    return f"{response.request.method} {without_secrets(response.url or '')}"


#: What signs a URL, and who logs in with it.
_SECRET_IN_URL = re.compile(r"(?<=[?&]temp_url_sig=)[^&]*|(?<=://)[^/@]*(?=@)")


def without_secrets(url: str) -> str:
    """Return a URL that may be shown."""
    return _SECRET_IN_URL.sub("***", url)


def http_error(
    response: requests.Response,
    error_classes: Mapping[int, type[errors.HTTPError]] = errors.BY_STATUS,
) -> errors.HTTPError:
    """Return the error that an answer stands for."""
    status = response.status_code
    fallback = errors.ServerError if status >= 500 else errors.HTTPError  # noqa: PLR2004 - as the standard has it
    details = message_of(response)
    request_id = errors.request_id(response.headers)
    sentence = (
        f"{asked(response)} was answered {status} {response.reason or ''}".strip()
    )
    if request_id:
        sentence += f" (request {request_id})"
    if details:
        sentence += f": {details}"
    error_class = error_classes.get(status, fallback)
    return error_class(sentence, response=response, details=details)


_TAG = re.compile(
    r"<(script|style|title|head)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_LONGEST_MESSAGE = 500


def message_of(response: requests.Response) -> str:
    """Return the cloud's own message in an error, without markup."""
    text = _json_message(response) or _text_message(response)
    text = " ".join(text.split())
    if len(text) > _LONGEST_MESSAGE:
        return text[:_LONGEST_MESSAGE] + "…"
    return text


def _json_message(response: requests.Response) -> str:
    try:
        body = json.loads(response.content)
    except ValueError:
        return ""
    return _find_message(body)


#: Where services put the message, and what they wrap it in.
_MESSAGES = ("message", "detail", "description", "faultstring", "error_message")


def _find_message(body: Any) -> str:
    """Return the message in an error's body, whatever the service wraps it in."""
    if isinstance(body, str):
        return body
    if isinstance(body, list):
        messages = map(_find_message, cast("Sequence[Any]", body))
        return "; ".join(filter(None, messages))
    members = object_of(body)
    texts = {n: m for n, m in members.items() if m and isinstance(m, str)}
    found = [texts[name] for name in _MESSAGES if name in texts]
    found += (_find_message(m) for n, m in members.items() if n not in texts)
    # A title only repeats the status; and some services say nothing else.
    found += texts.values()
    return next(filter(None, found), "")


def _text_message(response: requests.Response) -> str:
    text = response.content.decode("utf-8", "replace").lstrip()
    kind = response.headers.get("content-type", "").lower()
    # Swift gives its page about a range the content type of the object.
    if "html" in kind or text.lower().startswith("<html"):
        text = html.unescape(_TAG.sub(" ", text)).lstrip()
    # A page is headed with what the status says already.
    heading = f"{response.status_code} "
    return text.removeprefix(heading).removeprefix(response.reason or "")


def _start_of(response: requests.Response) -> str:
    text = message_of(response)
    kind = response.headers.get("content-type", "no content type")
    return f"{kind}: {text[:80]!r}" if text else "but empty"
