"""What services, their parts, their operations and their arguments are called."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any

import pytest

import openstack
from openstack._unset import UNSET, Unset
from openstack.resource import Resource
from openstack.service import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

#: What an operation begins with, unless it lists: the plural alone does that.
VERBS = {
    *("create", "get", "find", "update", "delete", "wait_for"),
    # The verbs that the APIs have beside them.
    *("copy", "download", "empty", "generate", "is", "reboot", "restore", "save"),
    *("set", "stream", "upload", "walk"),
}
VERB = re.compile(rf"({'|'.join(sorted(VERBS))})_[a-z]")
#: How others begin the name of a list.
LISTS = re.compile("(list|get|iter|all|fetch)_")
#: As many things an operation is about, such as an object, its container and a file;
#: the rest is given by keyword.
OPERANDS = 3
#: What users of openstacksdk know, and expect to be ``None``.
KNOWN = {"get_temp_url_key"}
#: The part whose resource has no plural.
UNCOUNTABLE = {"info": "Infos"}

SERVICES = [d.service_class for d in openstack.Connection.services.values()]


def parts(service_class: type[Service]) -> list[type[Service]]:
    """Return a service and its parts: the classes of its folder."""
    folder = service_class.__module__
    found = (c for c in service_class.__mro__ if c.__module__.startswith(folder))
    return [c for c in found if issubclass(c, Service)]


PARTS = [part for service in SERVICES for part in parts(service)]


def operations(part: type[Service]) -> dict[str, Callable[..., Any]]:
    """Return the operations that a part defines, by name."""
    return {
        name: member
        for name, member in vars(part).items()
        if inspect.isfunction(member) and name[0] != "_" and not hasattr(Service, name)
    }


def misnamed(part: type[Service]) -> Iterator[str]:
    """Object to the names of operations, and to what they return."""
    for name, operation in operations(part).items():
        returned = str(operation.__annotations__.get("return", ""))
        lists = returned.startswith("Iterator[")
        optional = returned.endswith(" | None")
        if lists and LISTS.match(name):
            yield f"{name} is a list, which the plural alone is called"
        elif not lists and not VERB.match(name):
            yield f"{name} does not begin with a verb we know"
        if name.startswith("find_") is not optional and name not in KNOWN:
            yield f"{name} returns {returned}, and only find_ returns None"
        if name.startswith("find_") and not takes(operation, "ignore_missing"):
            yield f"{name} takes no ignore_missing"


def takes(operation: Callable[..., Any], name: str) -> bool:
    """Return whether an operation takes a keyword, and no position for it."""
    parameter = inspect.signature(operation).parameters.get(name)
    return parameter is not None and parameter.kind is parameter.KEYWORD_ONLY


def by_position(part: type[Service]) -> Iterator[str]:
    """Object to arguments by position that are no operands."""
    for name, operation in operations(part).items():
        _, *parameters = inspect.signature(operation).parameters.values()
        operands = [p for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]
        if len(operands) > OPERANDS:
            yield f"{name} takes {len(operands)} arguments by position"
        for parameter in parameters:
            if parameter.kind in {parameter.VAR_POSITIONAL, parameter.POSITIONAL_ONLY}:
                yield f"{name} takes {parameter.name!r} by position alone"
        for operand in operands:
            if "bool" in str(operand.annotation):
                yield f"{name} takes the flag {operand.name!r} by position"


def misplaced(part: type[Service], service_class: type[Service]) -> Iterator[str]:
    """Object to a part whose module is not called as it is, in lower case."""
    folder, _, module = part.__module__.rpartition(".")
    if part is service_class or not operations(part):
        return
    expected = UNCOUNTABLE.get(module, module.replace("_", "")).lower()
    if part.__name__.lower() != expected:
        yield f"{part.__name__} is in {module}.py"
    if folder != service_class.__module__:
        yield f"{part.__name__} is in {folder}"


def shadowing(resource_class: type[Resource]) -> Iterator[str]:
    """Object to fields that hide a method of every resource."""
    methods = {name for name in dir(Resource) if callable(getattr(Resource, name))}
    yield from (n for n in resource_class.field_names() if n in methods)


def resources(classes: Iterable[type[Resource]]) -> Iterator[type[Resource]]:
    """Yield the resources of the core, those that build upon others too."""
    for one in classes:
        if one.__module__.startswith("openstack.") and "testing" not in one.__module__:
            yield one
        yield from resources(one.__subclasses__())


RESOURCES = list(resources(Resource.__subclasses__()))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_operations__begin_with_a_verb_or_are_a_plural(part: type[Service]) -> None:
    assert list(misnamed(part)) == []


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_arguments__only_operands_by_position(part: type[Service]) -> None:
    assert list(by_position(part)) == []


@pytest.mark.parametrize("service_class", SERVICES, ids=lambda one: one.__name__)
def test_parts__are_in_the_module_of_their_name(service_class: type[Service]) -> None:
    for part in parts(service_class):
        assert list(misplaced(part, service_class)) == []


@pytest.mark.parametrize("one", RESOURCES, ids=lambda one: one.__name__)
def test_resource__is_a_singular(one: type[Resource]) -> None:
    """And the part with its operations is the plural."""
    plurals = {part.__name__ for part in PARTS}

    assert one.__name__ not in plurals
    assert list(shadowing(one)) == []


@pytest.mark.parametrize("one", RESOURCES, ids=lambda one: one.__name__)
def test_resource__can_be_described(one: type[Resource]) -> None:
    """Its annotations are there at run time, and what needs an ID has one."""
    assert "id" in one.field_names()
    assert {field.name for field in one.fields()} == set(one.field_names())


def test_everything__is_looked_at() -> None:
    assert {"Servers", "Flavors", "Projects", "Users", "Containers"} <= {
        part.__name__ for part in PARTS
    }
    assert {"Server", "Flavor", "Project", "User", "Container"} <= {
        one.__name__ for one in RESOURCES
    }


class Bad(Service):
    """A part with everything that must not be."""

    def list_boxes(self) -> Iterator[str]:
        raise NotImplementedError

    def box(self) -> str:
        raise NotImplementedError

    def get_box(self) -> str | None:
        raise NotImplementedError

    def find_box(self, name: str) -> str:
        raise NotImplementedError

    def find_lid(self, name: str, ignore_missing: bool = True) -> str | None:  # noqa: FBT001, FBT002 - what is tested
        raise NotImplementedError

    def create_box(self, a: str, b: str, c: str, d: str) -> None:
        raise NotImplementedError

    def delete_box(self, box: str, /, *others: str) -> None:
        raise NotImplementedError

    def boxes(self, *, name: str | Unset = UNSET) -> Iterator[str]:
        raise NotImplementedError

    def update_box(self, box: str, *, extra: Mapping[str, Any] = {}) -> str:
        raise NotImplementedError


class BadResource(Resource):
    """A resource with a field that hides a method."""

    keys: list[str] | None = None  # type: ignore[assignment]  # pyright: ignore[reportIncompatibleMethodOverride]  # what is tested
    lock: str | None = None


def test_misnamed__notices() -> None:
    assert list(misnamed(Bad)) == [
        "list_boxes is a list, which the plural alone is called",
        "box does not begin with a verb we know",
        "get_box returns str | None, and only find_ returns None",
        "find_box returns str, and only find_ returns None",
        "find_box takes no ignore_missing",
        "find_lid takes no ignore_missing",
    ]


def test_by_position__notices() -> None:
    assert list(by_position(Bad)) == [
        "find_lid takes the flag 'ignore_missing' by position",
        "create_box takes 4 arguments by position",
        "delete_box takes 'box' by position alone",
        "delete_box takes 'others' by position alone",
    ]


def test_misplaced__notices() -> None:
    folder, _, module = Bad.__module__.rpartition(".")

    assert list(misplaced(Bad, SERVICES[0])) == [
        f"Bad is in {module}.py",
        f"Bad is in {folder}",
    ]


def test_shadowing__notices() -> None:
    assert list(shadowing(BadResource)) == ["keys"]
