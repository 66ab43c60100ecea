"""Build the distribution, which setup.cfg describes."""

from __future__ import annotations

import shutil
from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

TEMPLATE = Path("vendor_template")


class BuildWithTemplate(build_py):
    """Put the template of a vendor project into the wheel, beside its reader."""

    def run(self) -> None:
        """Copy the package, then the template."""
        super().run()
        if not self.editable_mode and TEMPLATE.is_dir():
            target = Path(self.build_lib, "openstack", "cli", "_template")
            shutil.copytree(TEMPLATE, target, dirs_exist_ok=True)


setup(
    packages=find_packages(include=["openstack", "openstack.*"]),
    # Said aloud, so that an editable install is one line in a .pth file: type
    # checkers read that, and do not read the finder that is the other way.
    package_dir={"": "."},
    package_data={"openstack": ["py.typed", "**/*.json"]},
    cmdclass={"build_py": BuildWithTemplate},
)
