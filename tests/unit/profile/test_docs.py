from __future__ import annotations

import re
from pathlib import Path

import pytest

from openstack.profile import clouds, load, tables

PAGE = Path(__file__).parents[3] / "docs" / "profiles.md"


def blocks(language: str) -> list[str]:
    """Return the examples of the page that are of a language."""
    text = PAGE.read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize("text", blocks("yaml"))
def test_examples_can_be_loaded(text: str, caplog: pytest.LogCaptureFixture) -> None:
    Path("clouds.yaml").write_text(text, encoding="utf-8")
    Path("clouds-public.yaml").write_text(text, encoding="utf-8")

    names = [listed.name for listed in clouds()]

    assert names
    for name in names:
        load(name).check_auth()
    assert [] == caplog.messages


def test_examples_in_python(capsys: pytest.CaptureFixture[str]) -> None:
    Path("clouds.yaml").write_text(blocks("yaml")[0], encoding="utf-8")

    for code in blocks("python"):
        exec(code, {})  # noqa: S102 - it is our own page

    shown = capsys.readouterr().out
    assert "(10.0, 300.0) ('public',)" in shown
    assert "enchantress" not in shown


@pytest.mark.parametrize("key", sorted(tables.GENERAL.keys() - {"message", "status"}))
def test_every_key_is_on_the_page(key: str) -> None:
    assert f"`{key}" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "suffix", sorted({name for name, _ in tables.SUFFIXES.values()})
)
def test_every_key_of_a_service_is_on_the_page(suffix: str) -> None:
    assert f"`…_{suffix}`" in PAGE.read_text(encoding="utf-8")
