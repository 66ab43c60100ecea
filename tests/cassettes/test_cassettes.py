from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASSETTES = sorted((HERE / "recorded").glob("*.json"))

#: Forms of what may never be published, and an example of each.
SECRET = {
    r"gAAAA[\w-]{20,}": "a Fernet token",
    r"eyJ[\w-]+\.eyJ[\w-]+": "a JSON web token",
    r"\b(?!0\.0\.0\.0)\d{1,3}(\.\d{1,3}){3}\b": "an IP address",
    r"[\w.+-]+@[\w-]+\.[\w.]+": "an e-mail address",
    r"\b(?=\w*[a-z])(?=\w*[A-Z])(?=\w*\d)[\w-]{22,}\b": "something random",
}


def secrets_in(text: str) -> list[str]:
    return [
        f"{what}: {found[0]}"
        for pattern, what in SECRET.items()
        if (found := re.search(pattern, text))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "gAAAAABnQ1x2y3z4A5B6C7D8E9F0a1b2c3",
        "eyJhbGciOi.eyJzdWIiOi.x",
        "http://127.0.0.1:5000",
        "somebody@example.org",
        "x9Yb3kQw7LmZp2RtVn5CdF8a",
    ],
)
def test_a_secret_is_found(text: str) -> None:
    assert secrets_in(text)


@pytest.mark.parametrize("path", CASSETTES, ids=lambda p: p.stem)
def test_no_cassette_has_a_secret(path: Path) -> None:
    assert not secrets_in(path.read_text())


def test_every_cassette_is_used() -> None:
    tests = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    unused = [p.name for p in CASSETTES if f"def {p.stem}(" not in tests]

    assert CASSETTES
    assert not unused


@pytest.mark.parametrize("path", CASSETTES, ids=lambda p: p.stem)
def test_every_cassette_holds_an_exchange(path: Path) -> None:
    assert json.loads(path.read_text())["http_interactions"]
