from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from openstack import errors
from openstack.profile.reading import read
from openstack.profile.sections import Section, Written

Write = Callable[[str, str], str]


def test_read__remembers_lines(write: Write) -> None:
    path = write("clouds.yaml", "clouds:\n  a:\n    verify: true\n")

    content = read(path)

    assert f"{path}:1" == content.origins["clouds"]
    assert f"{path}:3" == content["clouds"]["a"].origins["verify"]


def test_read__line_of_a_merged_key_is_where_it_stands(write: Write) -> None:
    path = write("c.yaml", "base: &base\n  x: 1\nown:\n  <<: *base\n  y: 2\n")

    own = read(path)["own"]

    assert {"x": "1", "y": "2"} == own
    assert f"{path}:2" == own.origins["x"]


def test_read__own_key_wins_over_a_merged_one(write: Write) -> None:
    path = write("c.yaml", "base: &base {x: 1}\nown: {x: 2, <<: *base}\n")

    assert "2" == read(path)["own"]["x"]


def test_read__anchor_of_a_mapping_that_merges(write: Write) -> None:
    """A key of it is not taken for one that stands there twice."""
    text = "a: &a {x: 1}\nb: &b {<<: *a, x: 2}\nc: {<<: *b, x: 3}\n"

    assert {"x": "3"} == read(write("c.yaml", text))["c"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0123", "0123"),
        ("2.10", Written("2.10", 2.1)),
        ("1_000", "1_000"),
        ("190:20:30", "190:20:30"),
        ("2024-01-01", "2024-01-01"),
        ("2024-13-45", "2024-13-45"),
        ("NO", Written("NO", value=False)),
        ("on", Written("on", value=True)),
        ("12e03", "12e03"),
        ("1.5e3", Written("1.5e3", 1500.0)),
        ("-7", Written("-7", -7)),
        ("9" * 30, Written("9" * 30, 1e30)),
        ("!!str 7", "7"),
        ("!!int '7'", Written("7", 7)),
        ("!!bool 'yes'", Written("yes", value=True)),
        ("~", None),
        ("", None),
        ("[a, 1]", ["a", Written("1", 1)]),
    ],
)
def test_read__yaml_values_stay_as_written(
    write: Write, text: str, value: object
) -> None:
    found = read(write("c.yaml", f"key: {text}\n"))["key"]

    assert value == found
    assert type(value) is type(found)
    assert getattr(value, "value", None) == getattr(found, "value", None)


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_read__empty_yaml(write: Write, text: str) -> None:
    assert {} == read(write("c.yaml", text))


def test_read__empty_json(write: Write) -> None:
    assert {} == read(write("c.json", " \n"))


def test_read__json(write: Write) -> None:
    text = '{"a": {"x": 2.10, "y": [1, true, null]}}'
    path = write("c.json", text)

    found = read(path)["a"]

    assert isinstance(found, Section)
    assert {"x": "2.10", "y": ["1", True, None]} == found
    assert path == found.origins["x"]


def test_read__byte_order_mark(write: Write) -> None:
    path = Path(write("c.json", ""))
    path.write_bytes(b'\xef\xbb\xbf{"a": 1}')

    assert {"a": "1"} == read(str(path))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1,\nb: 2\n", ":3:1: this is not YAML that can be read, "),
        ("a: 1\n\tb: 2\n", ":2:1: this is not YAML that can be read, found "),
        (
            "a: b: c\n",
            ":1:5: this is not YAML that can be read, mapping values are not",
        ),
        ("a: 1\n---\nb: 2\n", ":2:1: this is not YAML that can be read, found another"),
        (
            "a: 1\nb: 2\na: 3\n",
            ":3:1: this is not YAML that can be read, found the key",
        ),
        ("a: !!python/name:os.system ''\n", ":1:4: this is not YAML that can be read"),
        (
            "a: !!map text\n",
            ":1:4: this is not YAML that can be read, found a tag that",
        ),
        (
            "a: !!int [1]\n",
            ":1:4: this is not YAML that can be read, expected a scalar",
        ),
        ("[a]: 1\n", ":1:1: this is not YAML that can be read, found a key that is no"),
        (
            "~: 1\n",
            ":1:1: this is not YAML that can be read, found a key that is no text",
        ),
        ("a: &x [*x]\n", ":1:4: this is not YAML that can be read, found a mapping or"),
        (
            "a: !!int x\n",
            ": this is not YAML that can be read, found a value that is not",
        ),
        ("a: \x01\n", ": this is not YAML that can be read, found a control character"),
        (
            "a: <<\n<<: b\n",
            ":2:5: this is not YAML that can be read, expected a mapping",
        ),
    ],
)
def test_read__broken_yaml(write: Write, text: str, message: str) -> None:
    path = write("c.yaml", text)

    with pytest.raises(errors.ProfileError) as caught:
        read(path)

    assert str(caught.value).startswith(path + message)


def test_read__duplicate_key_names_both_lines(write: Write) -> None:
    path = write("c.yaml", "a:\n  x: 1\n  y: 2\n  x: 3\n")

    with pytest.raises(errors.ProfileError) as caught:
        read(path)

    assert (
        f"{path}:4:3: this is not YAML that can be read, found the key x, which line 2 "
        "has already; text with special characters needs quotes."
    ) == str(caught.value)


@pytest.mark.parametrize("depth", [200, 200_000])
def test_read__too_deep(write: Write, depth: int) -> None:
    for name in ("c.yaml", "c.json"):
        path = write(name, '{"a": ' + "[" * depth + "]" * depth + "}")

        with pytest.raises(errors.ProfileError, match=r"c\.\w+:?.* this is not"):
            read(path)


def test_read__anchors_that_stand_for_too_much(write: Write) -> None:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 20)]

    with pytest.raises(errors.ProfileError, match="anchors that stand for too much"):
        read(write("c.yaml", "\n".join(lines)))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1 2}', ":1:9: this is not JSON: "),
        ('{"a"\n 1}', ":2:2: this is not JSON: Expecting ':' delimiter."),
        ('{"a": 1, "a": 2}', ": the key 'a' stands there twice."),
    ],
)
def test_read__broken_json(write: Write, text: str, message: str) -> None:
    path = write("c.json", text)

    with pytest.raises(errors.ProfileError) as caught:
        read(path)

    assert str(caught.value).startswith(path + message)


@pytest.mark.parametrize(
    ("text", "kind"), [("- a\n", "a list"), ("text\n", "text"), ("7\n", "text")]
)
def test_read__no_mapping(write: Write, text: str, kind: str) -> None:
    path = write("c.yaml", text)

    with pytest.raises(errors.ProfileError) as caught:
        read(path)

    assert (
        f"{path} must hold a mapping, with the key clouds, and holds {kind}."
    ) == str(caught.value)


def test_read__directory(tmp_path: Path) -> None:
    with pytest.raises(errors.ProfileError) as caught:
        read(str(tmp_path))

    assert f"{tmp_path} cannot be read: Is a directory." == str(caught.value)


def test_read__no_utf8(write: Write) -> None:
    path = Path(write("c.yaml", ""))
    path.write_bytes(b"user: m\xfcller\n")

    with pytest.raises(errors.ProfileError) as caught:
        read(str(path))

    assert f"{path} is no text in UTF-8, so it cannot be read." == str(caught.value)


@pytest.mark.parametrize(
    "line",
    [
        "password: !hunter2",
        "password: *hunter2",
        "password: 'hunter2",
        "password: @hunter2",
        "password: %hunter2",
        "password: hunter2: x",
        "password: [hunter2",
        '{"password": "hunter2" "x"}',
    ],
)
@pytest.mark.parametrize("name", ["c.yaml", "c.json"])
def test_read__error_holds_no_piece_of_the_file(
    write: Write, line: str, name: str
) -> None:
    with pytest.raises(errors.ProfileError) as caught:
        read(write(name, f"{line}\n"))

    assert "hunter2" not in str(caught.value)
    assert None is caught.value.__cause__
    assert None is caught.value.__context__
