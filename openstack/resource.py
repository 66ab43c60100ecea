"""Resources: what the cloud answered, as plain objects."""

from __future__ import annotations

import inspect
import sys
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, dataclass_transform

import attrs

from openstack import decoding
from openstack.errors import InvalidAnswer, InvalidArgument
from openstack.extending.errors import FinalOverride
from openstack.extending.hooks import Extensible, replace

if typing.TYPE_CHECKING:
    from collections.abc import ItemsView, Iterable, KeysView, ValuesView


def wire(
    name: str = "",
    *,
    default: Any = None,
    convert: Callable[[Any], Any] | None = None,
    since: str = "",
    secret: bool = False,
) -> Any:
    """Declare a field that is special on the wire.

    :param name: the member's name there; left out, it is the field's name.
    :param default: what the field is when the answer has no such member.
    :param convert: what turns the member into the field's value; left out, it
        follows from the field's type. It raises ``ValueError`` for what makes no
        sense.
    :param since: the microversion from which on the service knows the member.
    :param secret: keep the value out of ``repr``.
    """
    metadata = {"wire": name, "convert": convert, "since": since}
    return attrs.field(default=default, metadata=metadata, repr=not secret)


@attrs.frozen
class Field:
    """How one field of a resource is read and written."""

    #: The field's name.
    name: str
    #: The member's name on the wire.
    wire: str
    #: What turns the member into the field's value; ``None`` takes it as it is.
    convert: Callable[[Any], Any] | None
    #: The microversion that the member needs, or ``""``.
    since: str
    #: What the field is when an answer lacks it; ``attrs.NOTHING`` when it may not.
    default: Any

    def read(self, owner: type[Resource], members: Mapping[str, Any]) -> Any:
        """Return the field's value in an answer."""
        if self.wire not in members:
            return self._missing(owner)
        value = members[self.wire]
        if self.convert is None or value is None:
            return value
        try:
            return self.convert(value)
        except (ValueError, TypeError, OverflowError) as error:
            raise InvalidAnswer(
                f"The cloud sent {value!r} as {self.wire!r} of a {owner.__name__}:"
                f" {error}."
            ) from error

    def _missing(self, owner: type[Resource]) -> Any:
        if self.default is attrs.NOTHING:
            raise InvalidAnswer(
                f"The cloud sent a {owner.__name__} without {self.wire!r}."
            )
        if isinstance(self.default, attrs.Factory):  # type: ignore[arg-type]  # a class
            return self.default.factory()
        return self.default


# Type checkers take `wire(...)` for a default: a field with one may be left out.
@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(attrs.field,)
)
class _Declared(Extensible):
    """Makes each subclass a frozen attrs class of the fields it declares."""

    def __init_subclass__(cls) -> None:
        # Without auto_attribs, one forgotten annotation undeclares the other fields.
        make = attrs.frozen(
            kw_only=True, slots=False, unsafe_hash=False, auto_attribs=True
        )
        if "__init__" in cls.__dict__:
            raise FinalOverride(
                f"{cls.__qualname__}.__init__ would not be called for what the cloud"
                " answers. Override from_wire()."
            )
        try:
            make(cls)
        except attrs.exceptions.UnannotatedAttributeError as error:
            raise TypeError(
                f"{cls.__qualname__} has a field without an annotation, such as"
                f" `rack: str | None = wire(...)`. {error}"
            ) from error
        super().__init_subclass__()


class Resource(_Declared):
    """One thing in a cloud, as its service last described it.

    A resource is data: it keeps no connection, and never changes. To add a field,
    subclass and declare it; its annotation says how it is read. It can be read as
    a mapping as well: ``server["name"]``, ``dict(server)``.
    """

    #: Where these resources live, below the endpoint of the service.
    base_path: ClassVar[str] = ""
    #: The member of a body that wraps one resource; ``""`` for none.
    resource_key: ClassVar[str] = ""
    #: The member of a body that wraps a list of them; ``""`` for none.
    resources_key: ClassVar[str] = ""
    #: The method that changes one of them.
    update_method: ClassVar[str] = "PUT"

    _fields: ClassVar[tuple[Field, ...]]
    _names: ClassVar[tuple[str, ...]]
    _wires: ClassVar[frozenset[str]]

    #: What the service knows it by.
    id: str
    #: What the answer held besides the declared fields.
    extra: Mapping[str, Any] = attrs.field(factory=dict[str, Any], repr=False)

    @replace("1.0")
    @classmethod
    def from_wire(cls, members: Mapping[str, Any]) -> Self:
        """Make a resource of the members of an answer.

        Override it where an answer is no plain mapping of members; call ``super()``
        with one that is.

        :raises InvalidAnswer: a member is not what its field says.
        """
        if not isinstance(members, Mapping):
            raise InvalidAnswer(
                f"The cloud sent {type(members).__name__!r} in the place of a"
                f" {cls.__name__}."
            )
        values = {f.name: f.read(cls, members) for f in cls.fields()}
        known = cls._wires
        values["extra"] = {m: v for m, v in members.items() if m not in known}
        resource = cls.__new__(cls)
        # Frozen classes have no quicker way in than their dictionary.
        resource.__dict__.update(values)
        return resource

    @replace("1.0")
    @classmethod
    def to_wire(cls, members: Mapping[str, Any]) -> dict[str, Any]:
        """Return the members of a request.

        Override it where the service wants a value in another form than its answers
        have; call ``super()`` and change what it returns.

        :param members: values by the name of their field, or, for what is no field,
            by the name they have on the wire.
        """
        names = {field.name: field.wire for field in cls.fields()}
        return {names.get(name, name): plain(v) for name, v in members.items()}

    @classmethod
    def fields(cls) -> tuple[Field, ...]:
        """Return the declared fields, in order."""
        # Found on first use: an annotation may name a class further down.
        if "_fields" not in cls.__dict__:
            fields = tuple(_fields(cls))
            cls._names = tuple(field.name for field in fields)
            cls._wires = frozenset(field.wire for field in fields)
            # The last, for other threads look at this one.
            cls._fields = fields
        return cls._fields

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Return the names of the declared fields, in order."""
        cls.fields()
        return cls._names

    def to_dict(self) -> dict[str, Any]:
        """Return the resource as plain data that JSON can hold."""
        return {name: plain(self[name]) for name in self}

    def __hash__(self) -> int:
        return hash((type(self), self.id))

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name] if name in self.field_names() else self.extra[name]

    def __iter__(self) -> Iterator[str]:
        names = self.field_names()
        yield from names
        # A field hides a member that has its name on the wire, and is no field.
        yield from (member for member in self.extra if member not in names)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, name: object) -> bool:
        return name in self.field_names() or name in self.extra

    def keys(self) -> KeysView[str]:
        """Return the names of the fields and of what else the answer held."""
        return self._as_mapping().keys()

    def values(self) -> ValuesView[Any]:
        """Return the values of the fields and of what else the answer held."""
        return self._as_mapping().values()

    def items(self) -> ItemsView[str, Any]:
        """Return the fields, and what else the answer held, with their values."""
        return self._as_mapping().items()

    def get(self, name: str, default: Any = None) -> Any:
        """Return what ``self[name]`` does, or a default."""
        return self._as_mapping().get(name, default)

    def _as_mapping(self) -> dict[str, Any]:
        return {name: self[name] for name in self}


def _fields(cls: type[Resource]) -> Iterator[Field]:
    for attribute in attrs.fields(typing.cast("Any", cls)):
        if attribute.name == "extra":
            continue
        metadata = attribute.metadata
        convert = metadata.get("convert")
        if convert is None:
            convert = decoding.converter(_annotation(cls, attribute))
        yield Field(
            name=attribute.name,
            wire=metadata.get("wire") or attribute.name,
            convert=convert,
            since=metadata.get("since", ""),
            default=attribute.default,
        )


def _annotation(cls: type[Resource], attribute: attrs.Attribute[Any]) -> Any:
    annotation: Any = attribute.type
    if not isinstance(annotation, str):
        return annotation
    owner = next(c for c in cls.__mro__ if attribute.name in _annotated(c))
    try:
        return eval(annotation, vars(sys.modules[owner.__module__]))  # noqa: S307
    except NameError as error:
        raise TypeError(
            f"{owner.__qualname__}.{attribute.name} is annotated {annotation!r}, and"
            f" {error}: a resource's annotations are read at run time, so what they"
            " name must be imported outside `if TYPE_CHECKING`."
        ) from error


def _annotated(cls: type) -> Mapping[str, Any]:
    return inspect.get_annotations(cls)


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, Resource):
        return value.to_dict()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        members = typing.cast("Mapping[str, Any]", value)
        return {key: plain(member) for key, member in members.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(member) for member in typing.cast("Iterable[Any]", value)]
    return value


def id_of(resource: str | Resource) -> str:
    """Return the ID of a resource that was given as itself or as its ID.

    :raises InvalidArgument: it has no ID, or is neither.
    """
    found = resource.id if isinstance(resource, Resource) else resource
    if not isinstance(found, str):
        raise InvalidArgument(
            f"A resource or its ID is needed, and {type(found).__name__!r} is neither."
        )
    if not found:
        raise InvalidArgument("The ID of the resource is empty.")
    if found in {".", ".."}:
        # Quoted or not, a server may take it for a way to another resource.
        raise InvalidArgument(f"{found!r} is no ID.")
    return found
