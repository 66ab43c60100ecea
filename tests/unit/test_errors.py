from __future__ import annotations

import copy
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest
import requests

from openstack import errors

if TYPE_CHECKING:
    from collections.abc import Mapping


def answer(headers: Mapping[str, str] = {}, *, status: int = 404) -> requests.Response:
    """Return an answer to a request that carries a token."""
    response = requests.Response()
    response.status_code = status
    response.headers.update(headers)
    response.request = requests.Request(
        "GET", "https://compute.cloud.example", headers={"X-Auth-Token": "the-token"}
    ).prepare()
    return response


def pickled(error: errors.OpenStackError) -> Any:
    """Return what another process gets."""
    return pickle.loads(pickle.dumps(error))


class QuotaSpent(errors.Forbidden):
    """A vendor's own error."""


def everything() -> list[type[errors.OpenStackError]]:
    """Return every error there is."""
    return [
        member
        for _, member in inspect.getmembers(errors, inspect.isclass)
        if issubclass(member, errors.OpenStackError)
    ]


@pytest.mark.parametrize("error_class", everything())
def test_every_error_is_one_sentence(error_class: type[Exception]) -> None:
    summary = (error_class.__doc__ or "").partition("\n")[0]

    assert summary.endswith(".")
    assert not error_class.__name__.endswith("Error") or error_class.__name__ in {
        "OpenStackError",
        "ProfileError",
        "HTTPError",
        "ServerError",
    }


@pytest.mark.parametrize(
    ("status", "error_class"),
    [
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (409, errors.Conflict),
        (412, errors.PreconditionFailed),
        (413, errors.ContentTooLarge),
        (416, errors.RangeNotSatisfiable),
        (422, errors.UnprocessableContent),
        (429, errors.TooManyRequests),
        (503, errors.ServiceUnavailable),
    ],
)
def test_by_status(status: int, error_class: type[errors.HTTPError]) -> None:
    assert errors.BY_STATUS[status] is error_class


def test_by_status__no_other() -> None:
    assert len(errors.BY_STATUS) == 11


def test_invalid_argument__is_a_value_error() -> None:
    """``except ValueError`` catches it, as for any wrong value in Python."""
    assert issubclass(errors.InvalidArgument, ValueError)


def test_http_error__says_what_came_back() -> None:
    response = answer({"X-Openstack-Request-Id": "req-1"})
    error = errors.NotFound("No such server.", response=response, details="gone")

    assert str(error) == "No such server."
    assert error.status_code == 404
    assert error.request_id == "req-1"
    assert error.details == "gone"
    assert error.response is response


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        ({"x-openstack-request-id": "req-1"}, "req-1"),
        ({"x-compute-request-id": "req-2"}, "req-2"),
        ({"x-trans-id": "tx1"}, "tx1"),
        ({"x-openstack-request-id": "req-1", "x-trans-id": "tx1"}, "req-1"),
        ({"date": "today"}, None),
    ],
)
def test_request_id(headers: dict[str, str], found: str | None) -> None:
    assert errors.request_id(headers) == found


@pytest.mark.parametrize("through", [pickled, copy.copy])
def test_http_error__pickled(through: Any) -> None:
    """What operators ask for crosses a process; the token does not."""
    error = errors.NotFound("No.", response=answer({"X-Trans-Id": "tx1"}), details="d")

    found = through(error)

    assert type(found) is errors.NotFound
    assert str(found) == "No."
    assert (found.status_code, found.request_id, found.details) == (404, "tx1", "d")
    assert not hasattr(found.response.request, "headers")
    assert b"the-token" not in pickle.dumps(error)


def test_http_error__pickled_without_a_request_id() -> None:
    error = pickled(errors.NotFound("No.", response=answer()))

    assert error.request_id is None


def test_http_error__pickled_subclass() -> None:
    error = pickled(QuotaSpent("No.", response=answer(status=403)))

    assert type(error) is QuotaSpent


def test_http_error__shows_no_secret() -> None:
    error = errors.NotFound("No such server.", response=answer())

    assert "the-token" not in f"{error!r} {error}"


def test_partial_failure() -> None:
    error = errors.PartialFailure("2 of 3 failed.", [("a", "gone"), ("b", "locked")])

    assert str(error) == "2 of 3 failed."
    assert error.failures == (("a", "gone"), ("b", "locked"))


def test_partial_failure__pickled() -> None:
    error = errors.PartialFailure("1 of 3 failed.", [("a", "gone")])

    found = pickled(error)

    assert str(found) == "1 of 3 failed."
    assert found.failures == (("a", "gone"),)
