"""The text of a file, and where each of its keys stands.

YAML is read with the safe loader, cut down to what a configuration needs: no
dates, no octal or sexagesimal numbers, no tags. So a password ``0123`` stays as
it is written, and nothing in a file can name code. No message and no chained
error holds a piece of the file: it may be a secret.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn

import yaml

from openstack.errors import ProfileError
from openstack.profile.sections import Section, Written, is_list
from openstack.profile.wording import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from yaml import SafeLoader as _BaseLoader
    from yaml.nodes import Node
else:
    _BaseLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAG = "tag:yaml.org,2002:"

#: A mapping with anchors can stand for more than a computer holds.
_MOST_NODES = 100_000

#: libyaml crashes the interpreter where a Python function would not.
_DEEPEST = 100

#: What an error of PyYAML quotes: a name from the file, a character, or a token.
_QUOTED = re.compile(r" *(['\"])(.*?)\1")


_TRUE = ("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON")
_FALSE = ("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF")

#: What text without quotes may be, by what it can begin with.
_PLAIN = (
    ("bool", "|".join((*_TRUE, *_FALSE)), "yYtToOnNfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]*)", "-+0123456789"),
    ("float", r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?", "-+.0123456789"),
    ("null", "~|null|Null|NULL|", "~nN"),
    ("merge", "<<", "<"),
)


class _Loader(_BaseLoader):
    """Reads what a configuration needs, and nothing more."""


def _mapping(loader: Any, node: Any) -> Section:
    if not isinstance(node, yaml.MappingNode):
        _unknown(loader, node)
    loader.flatten_mapping(node)
    section = Section()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise _refusal("found a key that is no text", key_node)
        value = loader.construct_object(value_node, deep=True)
        line = key_node.start_mark.line + 1
        section.put(str(key), value, f"{loader.name}:{line}")
    return section


def _list(loader: Any, node: Any) -> list[Any]:
    return list(loader.construct_sequence(node, deep=True))


def _text_of(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


def _nothing(_: Any, _node: Any) -> None:
    return None


def _flag(loader: Any, node: Any) -> Written:
    text = _text_of(loader, node)
    return Written(text, text in _TRUE)


def _digits(loader: Any, node: Any) -> Written:
    text = _text_of(loader, node)
    return Written(text, _number(text))


def _unknown(_: Any, node: Any) -> NoReturn:
    # The tag is not said: an unquoted password may begin with "!".
    raise _refusal("found a tag that has no meaning", node)


def _number(text: str) -> float:
    short = len(text) < len(str(2**63))
    return int(text) if short and re.fullmatch(r"[-+]?[0-9]+", text) else float(text)


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for name, pattern, beginnings in _PLAIN:
        compiled = re.compile(rf"(?:{pattern})\Z")
        for beginning in (*beginnings, *([""] if name == "null" else [])):
            found.setdefault(beginning, []).append((f"{_TAG}{name}", compiled))
    return found


# Not those of the class it stands on.
_Loader.yaml_implicit_resolvers = _resolvers()
_Loader.yaml_constructors = {
    f"{_TAG}map": _mapping,
    f"{_TAG}seq": _list,
    f"{_TAG}str": _text_of,
    f"{_TAG}null": _nothing,
    f"{_TAG}bool": _flag,
    f"{_TAG}int": _digits,
    f"{_TAG}float": _digits,
    None: _unknown,
}


def read(path: str) -> Section:
    """Read a file of clouds; an empty one is an empty section.

    :raises PermissionError: it may not be read.
    :raises ProfileError: it cannot be read, or is neither YAML nor JSON.
    """
    content = _json(path) if path.endswith(".json") else _yaml(path)
    if content is None:
        return Section()
    if not isinstance(content, Section):
        raise ProfileError(
            f"{path} must hold a mapping, with the key clouds, and holds "
            f"{kind_of(content)}."
        )
    return content


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - str is enough
            return file.read()
    except PermissionError:
        raise
    except OSError as error:
        problem = f"{path} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        problem = f"{path} is no text in UTF-8, so it cannot be read."
    raise ProfileError(problem)


def _yaml(path: str) -> Any:
    text = _text(path)
    where = path
    try:
        _check_depth(text)
        loader: Any = _Loader(text)
        loader.name = path
        node = loader.get_single_node()
        if node is None:
            return None
        _check(node, {})
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where += f":{mark.line + 1}:{mark.column + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "found a control character"
        problem = _QUOTED.sub(_unless_name, problem).removeprefix("but ")
    except ValueError:
        problem = "found a value that is not what its tag says"
    raise ProfileError(
        f"{where}: this is not YAML that can be read, {problem}; text with "
        "special characters needs quotes."
    )


def _unless_name(quoted: re.Match[str]) -> str:
    harmless = len(quoted[2]) <= 1 or quoted[2].startswith("<")
    return quoted[0] if harmless else ""


def _check_depth(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise _refusal("found too many levels", event)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check(node: Node, sizes: dict[int, int]) -> int:
    """Refuse what YAML allows and nobody means; return how much a node holds."""
    if id(node) in sizes:
        if not sizes[id(node)]:
            raise _refusal("found a mapping or list that holds itself", node)
        return sizes[id(node)]
    sizes[id(node)] = 0
    inner: list[Any] = []
    if isinstance(node, yaml.MappingNode):
        _check_keys(node)
        inner = [part for pair in node.value for part in pair]
    elif isinstance(node, yaml.SequenceNode):
        inner = node.value
    size = 1 + sum(_check(part, sizes) for part in inner)
    if size > _MOST_NODES:
        raise _refusal("found anchors that stand for too much", node)
    sizes[id(node)] = size
    return size


def _check_keys(node: yaml.MappingNode) -> None:
    lines: dict[str, int] = {}
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in lines:
                first = f"line {lines[key.value]} has already"
                raise _refusal(f"found the key {key.value}, which {first}", key)
            lines[key.value] = key.start_mark.line + 1


def _refusal(problem: str, found: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=found.start_mark)


def _json(path: str) -> Any:
    text = _text(path)

    def section(pairs: list[tuple[str, Any]]) -> Section:
        made = Section()
        for key, value in pairs:
            if key in made:
                raise ProfileError(f"{path}: the key {key!r} stands there twice.")
            made.put(key, value, path)
        return made

    def number(digits: str) -> Written:
        return Written(digits, _number(digits))

    if not text.strip():
        return None
    try:
        content = json.loads(
            text, object_pairs_hook=section, parse_int=number, parse_float=number
        )
        if not _is_deep(content):
            return content
        problem = f"{path}: this is not JSON that can be read: too many levels."
    except json.JSONDecodeError as error:
        problem = f"{path}:{error.lineno}:{error.colno}: this is not JSON: {error.msg}."
    except RecursionError:
        problem = f"{path}: this is not JSON that can be read: too many levels."
    raise ProfileError(problem)


def _is_deep(value: Any, levels: int = _DEEPEST) -> bool:
    members: Iterable[Any] = ()
    if isinstance(value, Section):
        members = value.values()
    elif is_list(value):
        members = value
    return not levels or any(_is_deep(member, levels - 1) for member in members)
