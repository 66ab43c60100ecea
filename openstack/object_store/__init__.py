"""The Object Storage service (swift)."""

from __future__ import annotations

from openstack.object_store.accounts import Account, Accounts
from openstack.object_store.bulk import Bulk
from openstack.object_store.containers import Container, Containers
from openstack.object_store.copies import Copies
from openstack.object_store.downloads import Downloads
from openstack.object_store.emptying import Emptying
from openstack.object_store.form_posts import FormPosts
from openstack.object_store.headers import Described
from openstack.object_store.info import Info, Infos
from openstack.object_store.large_objects import LargeObjects, Segment
from openstack.object_store.object_metadata import ObjectMetadata
from openstack.object_store.objects import Object, Objects
from openstack.object_store.receiving import Download
from openstack.object_store.segments import Segments
from openstack.object_store.staleness import Staleness
from openstack.object_store.storage import Storage
from openstack.object_store.symlinks import Symlinks
from openstack.object_store.temp_urls import TempURLs
from openstack.object_store.uploads import Uploads
from openstack.object_store.versions import Versions
from openstack.object_store.websites import Websites

__all__ = [
    "Account",
    "Accounts",
    "Bulk",
    "Container",
    "Containers",
    "Copies",
    "Described",
    "Download",
    "Downloads",
    "Emptying",
    "FormPosts",
    "Info",
    "Infos",
    "LargeObjects",
    "Object",
    "ObjectMetadata",
    "ObjectStorage",
    "Objects",
    "Segment",
    "Segments",
    "Staleness",
    "Storage",
    "Symlinks",
    "TempURLs",
    "Uploads",
    "Versions",
    "Websites",
]


class ObjectStorage(
    FormPosts,
    Websites,
    Emptying,
    Uploads,
    Downloads,
    ObjectMetadata,
    Copies,
    Symlinks,
):
    """The Object Storage service: an account, its containers and their objects."""
