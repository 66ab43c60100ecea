"""The Object Storage of {{ name }}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from openstack.extending import Request, override, signature_of, wire
from openstack.object_store import Container, ObjectStorage
from openstack.service import below

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class {{ name }}Container(Container):
    """A container of {{ name }}, which knows who pays for it."""

    #: The department that the bill goes to. Put what your cloud adds in its place.
    department: str | None = wire("x-container-meta-department")


class {{ class }}(ObjectStorage):
    """The Object Storage of {{ name }}."""

    container_class = {{ name }}Container

    @override
    def create_container(
        self,
        name: str,
        *,
        department: str = "it",
        metadata: Mapping[str, str] = {},
        **options: Any,
    ) -> {{ name }}Container:
        """Create a container that a department pays for.

        :param options: the other arguments of ``ObjectStorage.create_container``.
        """
        metadata = {**metadata, "department": department}
        made = super().create_container(name, metadata=metadata, **options)
        return cast("{{ name }}Container", made)

    def publish_container(self, container: str | Container) -> str:
        """Let everyone read a container, and return its address.

        An operation of its own, made of those that ``ObjectStorage`` has.

        :raises NotFound: there is none.
        """
        published = self.update_container(container, read_acl=".r:*,.rlistings")
        return below(self.located().url, published.name)

    @override
    def on_request(self, request: Request) -> Request:
        """Mark each request, so that the support of {{ name }} finds it.

        A chain hook: mixins have theirs as well, so none calls ``super()``.
        """
        return request.with_headers({"X-{{ name }}-Trace": uuid4().hex})

    if TYPE_CHECKING:  # Inherited, and told what container_class makes of them.

        @signature_of(ObjectStorage.get_container)
        def get_container(self) -> {{ name }}Container: ...

        @signature_of(ObjectStorage.get_container_metadata)
        def get_container_metadata(self) -> {{ name }}Container: ...

        @signature_of(ObjectStorage.containers)
        def containers(self) -> Iterator[{{ name }}Container]: ...

        @signature_of(ObjectStorage.update_container)
        def update_container(self) -> {{ name }}Container: ...

        @signature_of(ObjectStorage.set_container_metadata)
        def set_container_metadata(self) -> {{ name }}Container: ...

        @signature_of(ObjectStorage.set_container_website)
        def set_container_website(self) -> {{ name }}Container: ...

        @signature_of(ObjectStorage.delete_container_website)
        def delete_container_website(self) -> {{ name }}Container: ...
