from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]


def test_contracts__every_private_module_is_forbidden_to_vendors() -> None:
    """The contract names modules one by one; a new one must not be left out."""
    contracts = ConfigParser()
    contracts.read(REPOSITORY / ".importlinter", encoding="utf-8")
    forbidden = contracts["importlinter:contract:private"]["forbidden_modules"]
    private = {
        ".".join(path.relative_to(REPOSITORY).with_suffix("").parts)
        for path in REPOSITORY.glob("openstack/**/_*.py")
        if not path.name.startswith("__") and "extensions" not in path.parts
    }

    assert private == set(forbidden.split())
