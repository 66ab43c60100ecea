from __future__ import annotations

import string
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any, Literal, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstack import decoding, errors
from openstack.resource import Resource

#: What JSON can hold, and a server may therefore send.
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
TIMES = st.datetimes(
    min_value=datetime(1971, 1, 1),  # noqa: DTZ001 - the zone comes from `timezones`
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30))]),
)


@pytest.mark.parametrize(
    "value", [True, 1, "True", "true", "TRUE", " yes ", "on", "1", "t", "y"]
)
def test_to_bool__true(value: object) -> None:
    assert decoding.to_bool(value) is True


@pytest.mark.parametrize(
    "value", [False, 0, "False", "false", "FALSE", "no", "off", "0", "f", "n", ""]
)
def test_to_bool__false(value: object) -> None:
    """The word "False" is a true string, and a false value."""
    assert decoding.to_bool(value) is False


@pytest.mark.parametrize("value", ["maybe", "2", 1.5, [], {}])
def test_to_bool__neither(value: object) -> None:
    with pytest.raises(ValueError, match=r"^neither true nor false$"):
        decoding.to_bool(value)


@pytest.mark.parametrize(
    ("value", "number"), [(5, 5), ("5", 5), (" 5 ", 5), ("-5", -5), (5.0, 5)]
)
def test_to_int(value: object, number: int) -> None:
    found = decoding.to_int(value)

    assert number == found
    assert type(found) is int


@pytest.mark.parametrize("value", ["five", "", "5.0", 5.5, float("inf"), float("nan")])
def test_to_int__no_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match=r"^no whole number$"):
        decoding.to_int(value)


@pytest.mark.parametrize("value", [True, [], {}])
@pytest.mark.parametrize("convert", [decoding.to_int, decoding.to_float])
def test_to_number__no_number(convert: decoding.Convert, value: object) -> None:
    """A truth value is no number, though Python takes it for one."""
    with pytest.raises(TypeError, match=r"^no number$"):
        convert(value)


@pytest.mark.parametrize(("value", "number"), [(1, 1.0), ("1.5", 1.5), (1.5, 1.5)])
def test_to_float(value: object, number: float) -> None:
    found = decoding.to_float(value)

    assert number == found
    assert type(found) is float


def test_to_float__no_number() -> None:
    with pytest.raises(ValueError, match=r"^no number$"):
        decoding.to_float("much")


@pytest.mark.parametrize(
    "value",
    [
        "2026-05-04T03:02:01Z",
        "2026-05-04T03:02:01",
        "2026-05-04T03:02:01.000000",
        "2026-05-04T05:02:01+02:00",
        "2026-05-04 03:02:01",
        "Mon, 04 May 2026 03:02:01 GMT",
        "Mon, 04 May 2026 03:02:01 -0000",
        1777863721,
        1777863721.0,
        "1777863721",
        "1777863721.00000",
        datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC),
    ],
)
def test_to_datetime__in_every_form(value: object) -> None:
    """A time without a zone is UTC; what is found always has its zone."""
    found = decoding.to_datetime(value)

    assert datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC) == found
    assert found.tzinfo is not None


@given(TIMES)
def test_to_datetime__reads_what_is_written(moment: datetime) -> None:
    second = moment.replace(microsecond=0)

    assert decoding.to_datetime(moment.isoformat()) == moment
    assert decoding.to_datetime(format_datetime(second)) == second
    assert decoding.to_datetime(str(int(second.timestamp()))) == second


@given(JSON | st.text(string.printable) | st.text("0123456789.:-+TZ eE"))
@pytest.mark.parametrize(
    "convert",
    [decoding.to_bool, decoding.to_int, decoding.to_float, decoding.to_datetime],
)
def test_every_value_is_read_or_refused(convert: decoding.Convert, value: Any) -> None:
    """A server cannot make the reading fail in any other way."""
    with suppress(ValueError, TypeError, OverflowError):
        convert(value)


class Port(Resource):
    number: int | None = None


@pytest.mark.parametrize(
    ("annotation", "value", "found"),
    [
        (int, "5", 5),
        (int | None, "5", 5),
        (Optional[int], "5", 5),  # noqa: UP045 - both spellings are in use
        (float, "5", 5.0),
        (bool, "no", False),
        (list[int], ["1", 2], [1, 2]),
        (list[int] | None, ["1", 2], [1, 2]),
        (tuple[int, ...], ["1", 2], (1, 2)),
        (Sequence[bool], ["yes"], [True]),
        (dict[str, int], {"a": "1"}, {"a": 1}),
        (Mapping[str, bool], {"a": "no"}, {"a": False}),
        (dict[str, list[int]], {"a": ["1"]}, {"a": [1]}),
        (list[str], ("a", "b"), ["a", "b"]),
        (dict[str, Any], {"a": "1"}, {"a": "1"}),
        (Port, {"id": "p", "number": "80"}, Port(id="p", number=80)),
        (list[Port], [{"id": "p"}], [Port(id="p")]),
        (dict[str, Port], {"a": {"id": "p"}}, {"a": Port(id="p")}),
        (Port, Port(id="p"), Port(id="p")),
    ],
)
def test_converter(annotation: Any, value: Any, found: Any) -> None:
    convert = decoding.converter(annotation)

    assert convert is not None
    assert found == convert(value)
    assert type(found) is type(convert(value))


@pytest.mark.parametrize(
    "annotation",
    [str, str | None, Any, str | int, str | int | None, object, list, set[str]],
)
def test_converter__value_is_taken_as_it_is(annotation: Any) -> None:
    assert decoding.converter(annotation) is None


def test_converter__literal() -> None:
    assert decoding.converter(Literal["a", "b"]) is None


@pytest.mark.parametrize(
    ("annotation", "value", "message"),
    [
        (list[int], "12", "no list"),
        (list[str], b"12", "no list"),
        (list[str], {"a": 1}, "no list"),
        (list[str], 12, "no list"),
        (dict[str, int], [], "no object"),
        (dict[str, str], "a", "no object"),
        (Port, "p", "no object"),
        (Port, [], "no object"),
    ],
)
def test_converter__wrong_shape(annotation: Any, value: Any, message: str) -> None:
    """A string is a sequence of characters, and no list."""
    convert = decoding.converter(annotation)

    assert convert is not None
    with pytest.raises(TypeError, match=f"^{message}$"):
        convert(value)


@given(JSON)
@pytest.mark.parametrize(
    "annotation",
    [list[int], dict[str, bool], Port, list[Port], dict[str, list[datetime]]],
)
def test_converter__every_value_is_read_or_refused(annotation: Any, value: Any) -> None:
    convert = decoding.converter(annotation)

    assert convert is not None
    with suppress(ValueError, TypeError, OverflowError, errors.InvalidAnswer):
        convert(value)


@pytest.mark.parametrize("value", [6.77680361916768e16, 1e300, "1e300"])
def test_to_datetime__beyond_the_calendar(value: object) -> None:
    with pytest.raises(ValueError, match=r"calendar|Invalid"):
        decoding.to_datetime(value)
