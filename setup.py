"""Build a distribution of this tree; ``STACKBASE_DIST`` says which.

* ``dev``, the default: everything, for the editable install of a working copy.
* ``core``: ``stackbase`` without a vendor's code; its extras name the others.
* a vendor's folder: ``stackbase-<vendor>``, that folder and nothing else.
* ``all``: ``stackbase-all``, which has no code and asks for every vendor.
"""

from __future__ import annotations

import os
import shutil
from configparser import ConfigParser
from pathlib import Path

from setuptools import Distribution, find_packages, setup
from setuptools.command.build_py import build_py

FLAVOUR = os.environ.get("STACKBASE_DIST", "dev")
VENDORS = [name for name in find_packages("openstack/extensions") if "." not in name]
CONFIG = ConfigParser()
CONFIG.read("setup.cfg", encoding="utf-8")
METADATA = CONFIG["metadata"]
DATA = {"": ["py.typed", "*.json"]}

# Each flavour is built in a place of its own, and sees nothing of another.
PLACE = Path("build", FLAVOUR)
OPTIONS = {"build": {"build_base": str(PLACE)}}
if FLAVOUR != "dev":
    PLACE.mkdir(parents=True, exist_ok=True)
    OPTIONS["egg_info"] = {"egg_base": str(PLACE)}


class BuildWithTemplate(build_py):
    """Put the template of a vendor project into the wheel, beside its reader."""

    def run(self) -> None:
        """Copy the package, then the template."""
        super().run()
        if not self.editable_mode:
            target = Path(self.build_lib, "openstack", "cli", "_template")
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(
                "vendor_template", target, ignore=unwanted, dirs_exist_ok=True
            )


class BesideTheCore(Distribution):
    """A distribution that setup.cfg, which is about the core, does not describe."""

    def find_config_files(self) -> list[str]:
        """Read none."""
        return []


def this(name: str) -> str:
    """Require a distribution as it is in this tree."""
    return f"{name}=={METADATA['version']}"


def code_of(vendors: list[str]) -> list[str]:
    """Match the packages of these vendors."""
    packages = [f"openstack.extensions.{name}" for name in vendors]
    return packages + [f"{package}.*" for package in packages]


def entry_points(vendors: list[str]) -> dict[str, list[str]]:
    """Say where the extensions of these vendors are found."""
    found = [f"{name} = openstack.extensions.{name}" for name in vendors]
    return {"openstack.extensions": found}


def set_up_core(inside: list[str], extras: dict[str, list[str]]) -> None:
    """Set up ``stackbase`` with the code of these vendors, and further extras."""
    outside = [name for name in VENDORS if name not in inside]
    setup(
        packages=find_packages(include=["openstack*"], exclude=code_of(outside)),
        # Said aloud, so that an editable install is a line in a .pth file: type
        # checkers read that, and do not read the finder that is the other way.
        package_dir={"": "."},
        package_data=DATA,
        extras_require={**CONFIG["options.extras_require"], **extras},
        entry_points={
            "console_scripts": ["stackbase = openstack.cli:main"],
            **entry_points(inside),
        },
        cmdclass={"build_py": BuildWithTemplate},
        options=OPTIONS,
    )


def set_up_beside_core(inside: list[str], requires: list[str]) -> None:
    """Set up what adds the code of these vendors, or other distributions."""
    setup(
        distclass=BesideTheCore,
        name=f"stackbase-{FLAVOUR}",
        version=METADATA["version"],
        description=f"{METADATA['description']}: {FLAVOUR}",
        license=METADATA["license"],
        packages=find_packages(include=code_of(inside)),
        package_data=DATA,
        python_requires=CONFIG["options"]["python_requires"],
        install_requires=requires,
        entry_points=entry_points(inside),
        options=OPTIONS,
    )


if FLAVOUR == "dev":  # The extras are empty: what they stand for is inside.
    set_up_core(VENDORS, {name: [] for name in [*VENDORS, "all"]})
elif FLAVOUR == "core":
    set_up_core([], {name: [this(f"stackbase-{name}")] for name in [*VENDORS, "all"]})
elif FLAVOUR == "all":
    set_up_beside_core([], [this(f"stackbase-{name}") for name in VENDORS])
elif FLAVOUR in VENDORS:
    set_up_beside_core([FLAVOUR], [this("stackbase")])
else:
    known = ", ".join(["dev", "core", "all", *VENDORS])
    raise SystemExit(f"STACKBASE_DIST is {FLAVOUR!r}; it can be one of {known}.")
