"""How Sphinx builds the documentation."""

from __future__ import annotations

import importlib.metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils.nodes import Element, reference
    from sphinx.addnodes import pending_xref
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

project = "stackbase"
author = "The stackbase authors"
copyright = f"2026, {author}"
release = importlib.metadata.version(project)

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"{project} {release}"
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": True}
add_module_names = False
python_use_unqualified_type_names = True

nitpick_ignore_regex = [
    # The build asks nobody: what other projects document cannot be looked up.
    ("py:.*", r"(?!openstack\.).*"),
    # A type variable stands in a signature and has no page; nor has what is private.
    ("py:.*", r"openstack\..*\.([A-Z]|_\w+)"),
    # Users meet these in a signature, and never name them.
    ("py:class", r"openstack\.client\.Client"),
    ("py:class", r"openstack\.extending\.(hooks\.Extensible|manifest\.Manifest)"),
    ("py:class", r"openstack\.object_store\.(receiving\.Receiving|sending\.Sending)"),
    ("py:class", r"openstack\.profile\.(gathering\.Stack|masking\.Masked)"),
    ("py:class", r"openstack\.(microversions\.Endpoint|resource\.Field)"),
]


def find_in_package(
    app: Sphinx, env: BuildEnvironment, node: pending_xref, content: Element
) -> reference | None:
    """Resolve a name by the package that publishes it.

    ``openstack.Connection`` is what users write and what is documented, and
    ``openstack.connection.Connection`` is what Python says of it.
    """
    if node.get("refdomain") != "py":
        return None
    first, *rest = node["reftarget"].split(".")
    for left_out in range(len(rest) - 1):
        public = ".".join([first, *rest[:left_out], *rest[left_out + 1 :]])
        found = env.domains.python_domain.resolve_xref(
            env, node["refdoc"], app.builder, node["reftype"], public, node, content
        )
        if found is not None:
            return found
    return None


def setup(app: Sphinx) -> None:
    """Connect the functions above."""
    app.connect("missing-reference", find_in_package)
