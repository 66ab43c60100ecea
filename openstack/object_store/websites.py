"""Containers as web sites."""

from __future__ import annotations

from openstack._unset import UNSET, Unset, given
from openstack.object_store.containers import Container, Containers


class Websites(Containers):
    """The operations that make a container a web site."""

    def set_container_website(
        self,
        container: str | Container,
        *,
        index: str | Unset | None = UNSET,
        error: str | Unset | None = UNSET,
        listings: bool | Unset | None = UNSET,
        listings_css: str | Unset | None = UNSET,
        listings_label: str | Unset | None = UNSET,
        directory_type: str | Unset | None = UNSET,
    ) -> Container:
        """Set how a container appears as a web site; what is not given stays.

        Everyone must be allowed to read it: ``read_acl=".r:*,.rlistings"``. What is set
        is in its metadata. Calls ``get_container``.

        :param container: the container, or its name.
        :param index: the object to show for a directory, such as ``index.html``.
        :param error: what the names of pages for errors end with, after the status:
            with ``error.html``, what is missing shows ``404error.html``.
        :param listings: show a list of what is in a directory without an index.
        :param listings_css: the style sheet of these lists, an object.
        :param listings_label: what they are called, in the place of the path.
        :param directory_type: the type of objects that stand for a directory.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/swift/latest/api/static-website.html>`_
        """
        values = {
            "index": index,
            "error": error,
            "listings": listings,
            "listings-css": listings_css,
            "listings-label": listings_label,
            "directory-type": directory_type,
        }
        prefix = f"{self.container_class.metadata_prefix}web-"
        settings = {prefix + name: value for name, value in values.items()}
        return self.update_container(container, extra=given(settings))

    def delete_container_website(self, container: str | Container) -> Container:
        """Let a container be no web site any more; its objects stay.

        :param container: the container, or its name.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/swift/latest/api/static-website.html>`_
        """
        return self.set_container_website(
            container,
            index=None,
            error=None,
            listings=None,
            listings_css=None,
            listings_label=None,
            directory_type=None,
        )
