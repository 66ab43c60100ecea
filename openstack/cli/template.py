"""Where the template of a vendor project is."""

from __future__ import annotations

from pathlib import Path


def template_path() -> Path:
    """Return the folder of the template, which holds its ``copier.yml``.

    A wheel carries the template beside this module; in a working copy it stands
    at the top.
    """
    here = Path(__file__).parent
    shipped = here / "_template"
    return shipped if shipped.is_dir() else here.parents[1] / "vendor_template"
