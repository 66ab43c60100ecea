from __future__ import annotations

import functools
import itertools
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openstack.extending.signatures import mark, plain, why_incompatible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NAMES = "abc"
VARIABLE = {"rest": Parameter.VAR_POSITIONAL, "others": Parameter.VAR_KEYWORD}


def function(signature: str) -> Callable[..., None]:
    """Make a function of the parameters that stand behind its name."""
    namespace: dict[str, Any] = {}
    exec(f"def made{signature}: pass", namespace)  # noqa: S102 - of this file's own text
    made: Callable[..., None] = namespace["made"]
    return made


@pytest.mark.parametrize(
    ("base", "override"),
    [
        ("(self, a)", "(self, a)"),
        ("(self, a)", "(this, a)"),
        ("(self, a)", "(self, a, b=1)"),
        ("(self, a)", "(self, a, *, b=1)"),
        ("(self, a)", "(self, a=1)"),
        ("(self, a, *, b)", "(self, a, *, c=1, b=1)"),
        ("(self, a, *, b)", "(self, a, **others)"),
        ("(self, *, b)", "(self, b)"),
        ("(self, a, b=1)", "(self, *rest, **others)"),
        ("(self, a, b=1)", "(self, a, *rest, b=1)"),
        ("(self, a, /)", "(self, other, /)"),
        ("(self, a, /)", "(self, other)"),
        ("(self, a, /)", "(self, *rest)"),
        ("(self, *rest)", "(self, *more)"),
        ("(self, **others)", "(self, *, a=1, **more)"),
        ("()", "()"),
    ],
)
def test_why_incompatible__not(base: str, override: str) -> None:
    assert why_incompatible(function(base), function(override)) == ""


@pytest.mark.parametrize(
    ("base", "override", "reason"),
    [
        ("(self, a)", "(self)", "does not take 'a' by position"),
        ("(self, a)", "(self, *, a)", "does not take 'a' by position"),
        ("(self, a)", "(self, b)", "calls 'a' 'b', so it cannot be given by its name"),
        ("(self, a)", "(self, a, /)", "does not take 'a' by its name"),
        ("(self, a)", "(self, *rest)", "does not take 'a' by its name"),
        ("(self, a=1)", "(self, a)", "requires 'a', which may be left out"),
        ("(self, *, a=1)", "(self, *, a)", "requires 'a', which may be left out"),
        ("(self, *, a)", "(self)", "does not take 'a='"),
        ("(self, *, a)", "(self, a, /)", "does not take 'a='"),
        ("(self, *rest)", "(self)", "takes no '*rest'"),
        ("(self, **others)", "(self)", "takes no '**others'"),
        ("(self)", "(self, a)", "requires 'a', which callers do not know of"),
        ("(self)", "(self, *, a)", "requires 'a', which callers do not know of"),
        ("(self, *a, **o)", "(self, a, *b, **o)", "requires 'a', which callers do not"),
        (
            "(self, a)",
            "(self, *rest, a)",
            "requires 'a' by its name, which may be given by position",
        ),
        (
            "(self, a, /, *, b)",
            "(self, b)",
            "takes 'b' by position, where callers give something else",
        ),
        (
            "(self, *rest, b)",
            "(self, b=1, *rest)",
            "takes 'b' by position, where callers give something else",
        ),
    ],
)
def test_why_incompatible__says_why(base: str, override: str, reason: str) -> None:
    assert why_incompatible(function(base), function(override)).startswith(reason)


@st.composite
def parameters(draw: st.DrawFn) -> list[Parameter]:
    """Return parameters of every kind, in an order that Python accepts."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True))
    kinds = st.sampled_from(
        [
            Parameter.POSITIONAL_ONLY,
            Parameter.POSITIONAL_OR_KEYWORD,
            Parameter.KEYWORD_ONLY,
        ]
    )
    optional = False
    found = [Parameter("self", Parameter.POSITIONAL_ONLY)]
    for name, kind in zip(names, sorted(draw(kinds) for _ in names), strict=True):
        # Once one may be left out, so may all that can be given by position.
        keyword = kind is Parameter.KEYWORD_ONLY
        optional = draw(st.booleans()) or (optional and not keyword)
        default = 0 if optional else Parameter.empty
        found.append(Parameter(name, kind, default=default))
    variable = draw(st.sets(st.sampled_from(sorted(VARIABLE))))
    found += [Parameter(name, VARIABLE[name]) for name in variable]
    return sorted(found, key=lambda parameter: parameter.kind)


def calls(of: list[Parameter]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield calls: how many positions, and which names, are given."""
    unnamed = {p.name for p in of if p.kind is Parameter.POSITIONAL_ONLY}
    own = sorted({p.name for p in of} - unnamed - {*VARIABLE})
    # A name that no override knows is given to an open end only.
    names = (*own, "unknown")
    for positions in range(len(NAMES) + 2):
        for count in range(len(names) + 1):
            for given_names in itertools.combinations(names, count):
                yield positions, given_names


def accepts(
    called: Callable[..., None], positions: int, names: tuple[str, ...]
) -> bool:
    """Return whether a call is accepted, by calling."""
    try:
        called("self", *range(positions), **dict.fromkeys(names))
    except TypeError:
        return False
    return True


@given(parameters(), parameters())
def test_why_incompatible__knows_every_call_that_is_refused(
    old: list[Parameter], new: list[Parameter]
) -> None:
    base, override = (function(str(Signature(p))) for p in (old, new))

    refused = [
        call for call in calls(old) if accepts(base, *call) > accepts(override, *call)
    ]

    assert not refused or why_incompatible(base, override)


@given(parameters())
def test_why_incompatible__accepts_what_only_adds_an_option(
    old: list[Parameter],
) -> None:
    added = Parameter("added", Parameter.KEYWORD_ONLY, default=0)
    new = sorted([*old, added], key=lambda parameter: parameter.kind)
    base, override = (function(str(Signature(p))) for p in (old, new))

    assert why_incompatible(base, override) == ""


class Kinds:
    """A member of each kind."""

    def method(self, a: int) -> int:
        return a

    async def slow(self, a: int) -> int:
        return a

    @classmethod
    def of_class(cls, a: int) -> int:
        return a

    @staticmethod
    def of_nothing(a: int) -> int:
        return a

    @property
    def read(self) -> int:
        return 1

    data = 1


MEMBERS = {
    "a method": vars(Kinds)["method"],
    "an async method": vars(Kinds)["slow"],
    "a class method": vars(Kinds)["of_class"],
    "a static method": vars(Kinds)["of_nothing"],
    "a property": vars(Kinds)["read"],
    "'int' and no method": vars(Kinds)["data"],
}


@pytest.mark.parametrize(("one", "another"), [*itertools.permutations(MEMBERS, 2)])
def test_why_incompatible__another_kind_of_member(one: str, another: str) -> None:
    reason = why_incompatible(MEMBERS[one], MEMBERS[another])

    assert reason == f"is {another}, and must be {one}"


@pytest.mark.parametrize("kind", MEMBERS)
def test_why_incompatible__the_same_kind_of_member(kind: str) -> None:
    assert why_incompatible(MEMBERS[kind], MEMBERS[kind]) == ""


def wraps(wrapped: Any) -> Any:
    """Wrap a function as decorators do."""

    @functools.wraps(wrapped)
    def wrapper() -> Any:
        return wrapped

    return wrapper


#: What wraps a function in the body of a class; as `Any`, they take any function.
WRAPPERS: dict[str, Any] = {
    "classmethod": classmethod,
    "staticmethod": staticmethod,
    "property": property,
    "lru_cache": functools.lru_cache,
    "wraps": wraps,
}


def test_why_incompatible__a_static_method_has_no_first_argument_of_its_own() -> None:
    base, override = (staticmethod(function(s)) for s in ("(a)", "(b)"))

    assert why_incompatible(base, override).startswith("calls 'a' 'b'")


def test_why_incompatible__a_class_method_may_call_its_class_anything() -> None:
    base, override = (
        WRAPPERS["classmethod"](function(s)) for s in ("(cls, a)", "(this, a)")
    )

    assert why_incompatible(base, override) == ""


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_plain__is_the_function_that_is_wrapped(wrapper: str) -> None:
    wrapped = function("(self)")

    assert plain(wrapped) is wrapped
    assert plain(WRAPPERS[wrapper](wrapped)) is wrapped
    assert plain(WRAPPERS[wrapper](WRAPPERS["wraps"](wrapped))) is wrapped


@pytest.mark.parametrize("member", [1, "text", None, Kinds, functools.partial(print)])
def test_plain__of_what_is_no_function_is_none(member: object) -> None:
    assert plain(member) is None


@pytest.mark.parametrize("wrapper", WRAPPERS)
def test_mark__is_found_below_what_wraps_it(wrapper: str) -> None:
    marked = function("(self)")
    vars(marked)["__mark__"] = "x"

    assert mark(WRAPPERS[wrapper](marked), "__mark__") == "x"


def test_mark__of_what_has_none_is_none() -> None:
    assert mark(Kinds.method, "__mark__") is None
    assert mark(3, "__mark__") is None
