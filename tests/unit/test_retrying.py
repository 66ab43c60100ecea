from __future__ import annotations

import io
import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from openstack import errors, retrying
from openstack.http import http_error
from openstack.retrying import RetryPolicy, persist


def answered(status: int, **headers: str) -> errors.HTTPError:
    """Return the error of an answer."""
    response = requests.Response()
    response.status_code = status
    response.raw = io.BytesIO()
    response.url = "https://compute.example/servers"
    response.reason = "Busy"
    response.request = requests.Request("GET", response.url).prepare()
    response.headers.update({n.replace("_", "-"): v for n, v in headers.items()})
    return http_error(response)


@pytest.mark.parametrize(
    ("error", "idempotent", "otherwise"),
    [
        (answered(429), True, True),
        (answered(502), True, False),
        (answered(503), True, False),
        (answered(504), True, False),
        (answered(400), False, False),
        (answered(401), False, False),
        (answered(404), False, False),
        (answered(500), False, False),
        (errors.ConnectionFailed("refused"), True, True),
        (errors.CertificateInvalid("self-signed"), False, False),
        (errors.ConnectionBroken("cut"), True, False),
        (errors.RequestTimeout("slow"), True, False),
        (errors.InvalidAnswer("no JSON"), False, False),
        (errors.EndpointNotFound("nowhere"), False, False),
    ],
    ids=lambda value: str(value).split("was answered ")[-1],
)
def test_may_repeat(
    error: errors.OpenStackError, *, idempotent: bool, otherwise: bool
) -> None:
    """What may have had an effect is repeated only when it may have it twice."""
    policy = RetryPolicy()

    assert policy.may_repeat(error, idempotent=True) is idempotent
    assert policy.may_repeat(error, idempotent=False) is otherwise


def test_may_repeat__other_statuses() -> None:
    policy = RetryPolicy(statuses=frozenset({409}))

    assert policy.may_repeat(answered(409), idempotent=True)
    assert not policy.may_repeat(answered(503), idempotent=True)


@given(
    tried=st.integers(1, 60),
    first=st.floats(0.001, 100),
    longest=st.floats(0.001, 1000),
)
def test_pause__doubles_with_jitter(tried: int, first: float, longest: float) -> None:
    """It is drawn from the upper half of a time that doubles up to a limit."""
    policy = RetryPolicy(limit=60, first_pause=first, longest_pause=longest)
    whole = min(first * 2 ** (tried - 1), longest)

    pause = policy.pause(tried, None)

    assert pause is not None
    assert whole / 2 <= pause <= whole


def test_pause__clients_do_not_come_back_at_once() -> None:
    pauses = {RetryPolicy().pause(1, None) for _ in range(20)}

    assert len(pauses) > 1


def test_pause__after_the_last_try() -> None:
    policy = RetryPolicy(limit=2)

    assert policy.pause(2, None) is not None
    assert policy.pause(3, None) is None
    assert RetryPolicy(limit=0).pause(1, None) is None


@pytest.mark.parametrize(
    ("asked_for", "pause"),
    [(-5.0, 0.0), (0.0, 0.0), (7.0, 7.0), (60.0, 60.0), (61.0, None)],
)
def test_pause__the_service_asks_for_one(asked_for: float, pause: float | None) -> None:
    assert RetryPolicy().pause(1, asked_for) == pause


def test_persist__at_once(pauses: list[float]) -> None:
    found = persist(
        lambda: "done",
        policy=RetryPolicy(),
        may_repeat=lambda _: True,
        retry_after=retrying.retry_after,
    )

    assert found == "done"
    assert pauses == []


def attempts(*outcomes: errors.OpenStackError | str) -> tuple[list[str], str]:
    """Persist through outcomes; return those that came, and what was found."""
    left = list(outcomes)
    made: list[str] = []

    def attempt() -> str:
        outcome = left.pop(0)
        made.append(str(outcome))
        if isinstance(outcome, errors.OpenStackError):
            raise outcome
        return outcome

    found = persist(
        attempt,
        policy=RetryPolicy(limit=2, longest_pause=60),
        may_repeat=lambda error: RetryPolicy().may_repeat(error, idempotent=True),
        retry_after=retrying.retry_after,
    )
    return made, found


def test_persist__until_it_succeeds(pauses: list[float]) -> None:
    made, found = attempts(answered(503), errors.ConnectionBroken("cut"), "done")

    assert found == "done"
    assert len(made) == 3
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1
    assert len(pauses) == 2


def test_persist__the_limit(pauses: list[float]) -> None:
    last = answered(504)

    with pytest.raises(errors.ServerError) as caught:
        attempts(answered(503), answered(502), last, "never")

    assert caught.value is last
    assert len(pauses) == 2


def test_persist__fails_for_good(pauses: list[float]) -> None:
    with pytest.raises(errors.NotFound):
        attempts(answered(404), "never")

    assert pauses == []


def test_persist__other_errors_are_left_alone(pauses: list[float]) -> None:
    def attempt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        persist(
            attempt,
            policy=RetryPolicy(),
            may_repeat=lambda _: True,
            retry_after=retrying.retry_after,
        )

    assert pauses == []


def test_persist__the_service_asks_for_a_pause(pauses: list[float]) -> None:
    attempts(answered(429, Retry_After="7"), answered(503, Retry_After="0"), "done")

    assert pauses == [7, 0]


def test_persist__the_service_asks_for_too_long_a_pause(pauses: list[float]) -> None:
    with pytest.raises(errors.TooManyRequests):
        attempts(answered(429, Retry_After="61"), "never")

    assert pauses == []


def test_persist__one_line_in_the_log_for_each_try(
    pauses: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    attempts(answered(503, Retry_After="7"), errors.ConnectionBroken("It broke."), "x")

    first, second = (record.getMessage() for record in caplog.records)
    assert first == (
        "GET https://compute.example/servers was answered 503 Busy; trying again in"
        " 7.0 s (1 of 2)"
    )
    assert second == f"It broke; trying again in {pauses[1]:.1f} s (2 of 2)"
    assert {(r.name, r.levelno) for r in caplog.records} == {
        ("openstack.http", logging.WARNING)
    }


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        ("120", 120.0),
        (" 7 ", 7.0),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("Mon, 99 Jan 2026 00:00:00 GMT", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thu, 01 Jan 1970 00:00:00 -0000", 0.0),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retrying.retry_after(answered(503, Retry_After=value).response) == seconds


def test_retry_after__is_not_said() -> None:
    assert retrying.retry_after(answered(503).response) is None


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_retry_after__a_date(zone: str) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30))

    seconds = retrying.retry_after(
        answered(503, Retry_After=moment.replace("+0000", zone)).response
    )

    assert seconds is not None
    assert 25 < seconds <= 30


@given(st.text() | st.text("0123456789 :,-+GMTonJaFebSu."))
def test_retry_after__whatever_it_says(value: str) -> None:
    """A server cannot make a client fail with it, nor travel in time."""
    seconds = retrying.retry_after(answered(503, Retry_After=value).response)

    assert seconds is None or seconds >= 0
