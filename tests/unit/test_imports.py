from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import openstack

#: What a program pays for that only imports the package: nothing of this.
HEAVY = {
    *("requests", "urllib3", "keystoneauth1", "stevedore", "os_service_types"),
    *("attr", "attrs", "yaml", "platformdirs", "rich", "copier", "betamax", "pytest"),
}

#: Imports each module in a process of its own, and says which could not be. What it
#: stands on is there already: that takes time, and is not what is tested.
EACH_ALONE = """
import importlib, json, os, sys
import attrs, betamax, os_service_types, platformdirs, pytest, requests, yaml
import rich.console, rich.table
import keystoneauth1.identity, keystoneauth1.loading, keystoneauth1.session
failed = []
for name in json.loads(sys.argv[1]):
    child = os.fork()
    if child == 0:
        try:
            importlib.import_module(name)
        except BaseException as error:
            print(name, repr(error), file=sys.stderr)
            os._exit(1)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        failed.append(name)
print(json.dumps(failed))
"""


def fresh(code: str, *arguments: str) -> str:
    """Run code in an interpreter that has imported nothing; return what it prints."""
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.stderr == ""
    return done.stdout


def loaded(code: str) -> set[str]:
    """Return the modules that code loads."""
    return set(
        json.loads(
            fresh(f"{code}\nimport json, sys\nprint(json.dumps([*sys.modules]))")
        )
    )


@pytest.mark.parametrize(
    "code",
    [
        "import openstack",
        "import openstack; dir(openstack)",
        "from openstack import errors",
        "import openstack.extending",
    ],
)
def test_import__is_free(code: str) -> None:
    modules = loaded(code)

    assert "openstack" in modules
    assert {name.partition(".")[0] for name in modules} & HEAVY == set()
    assert vendors(modules) == set()


def vendors(modules: set[str]) -> set[str]:
    """Return those that are a vendor's."""
    return {name for name in modules if name.startswith("openstack.extensions.")}


def test_heavy__would_be_noticed() -> None:
    """What the test above looks for is what a connection loads."""
    modules = {name.partition(".")[0] for name in loaded(CONNECT)}

    assert {"requests", "keystoneauth1", "attr", "yaml"} <= modules & HEAVY


CONNECT = """
import openstack
conn = openstack.connect(auth_type="none", auth={"endpoint": "https://a.example"})
conn.compute.http
"""


VENDOR = """
from openstack.extensions import CloudVendor
CloudVendor.Connection
"""


def test_connect__to_a_plain_cloud_loads_no_vendor() -> None:
    assert vendors(loaded(CONNECT)) == set()
    assert vendors(loaded(VENDOR)) != set()


def test_connect__loads_the_services_that_are_used() -> None:
    modules = loaded(CONNECT)

    assert "openstack.compute" in modules
    assert "openstack.identity" not in modules


def test_every_module__can_be_imported_first() -> None:
    """None of them needs another to be there before."""
    package = Path(openstack.__path__[0])
    names = [
        ".".join(path.relative_to(package.parent).with_suffix("").parts)
        for path in package.rglob("*.py")
        if path.name not in {"__main__.py", "__init__.py"}
    ]
    # What starts servers of its own needs their packages.
    library = [name for name in names if not name.startswith("openstack.localcloud")]

    assert len(library) > 50
    assert json.loads(fresh(EACH_ALONE, json.dumps(library))) == []
