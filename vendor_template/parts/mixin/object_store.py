"""What {{ name }} adds to Object Storage."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from openstack.extending import override
from openstack.object_store import Container, ObjectStorage
from openstack.service import below

if TYPE_CHECKING:
    from openstack.extending import Request


class {{ class }}(ObjectStorage):
    """Object Storage that publishes containers.

    A vendor puts it before ``ObjectStorage``, among the bases of its own class.
    """

    def publish_container(self, container: str | Container) -> str:
        """Let everyone read a container, and return its address.

        :raises NotFound: there is none.
        """
        published = self.update_container(container, read_acl=".r:*,.rlistings")
        return below(self.located().url, published.name)

    @override
    def on_request(self, request: Request) -> Request:
        """Mark each request, so that it is found in the logs.

        A chain hook: vendors and other mixins have theirs, so none calls ``super()``.
        """
        return request.with_headers({"X-{{ name }}-Trace": uuid4().hex})
