"""Build the distribution, which setup.cfg describes."""

from __future__ import annotations

from setuptools import setup

setup()
