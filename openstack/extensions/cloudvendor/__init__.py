"""CloudVendor: a vendor that does not exist, as a model for those who do.

An extension is a manifest, a connection that declares the services that differ, and one
module for each of them. Nothing here is imported before it is used.
"""

from __future__ import annotations
