"""Uploads from the forms of web pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openstack import errors
from openstack.object_store.headers import checked
from openstack.object_store.storage import name_of, positive
from openstack.object_store.temp_urls import Digest, TempURLs, expires_at, signature

if TYPE_CHECKING:
    from openstack.object_store.containers import Container


class FormPosts(TempURLs):
    """The operation that lets a form of a web page upload objects."""

    def generate_form_signature(
        self,
        container: str | Container,
        *,
        object_prefix: str,
        redirect_url: str,
        max_file_size: int,
        max_upload_count: int,
        timeout: float,
        temp_url_key: str | bytes | None = None,
        digest: Digest = "sha256",
    ) -> tuple[int, str]:
        """Return until when a form may be sent, and its signature.

        They are the ``expires`` and the ``signature`` of the form. A key that is not
        given is asked for with ``get_temp_url_key``.

        :param container: the container, or its name.
        :param object_prefix: what the names of the objects begin with, before those of
            the files.
        :param redirect_url: where the browser goes afterwards; ``""`` for nowhere.
        :param max_file_size: how many bytes a file may have.
        :param max_upload_count: how many files may be sent at once.
        :param timeout: for how many seconds the form may be sent.
        :param temp_url_key: the key to sign with.
        :param digest: how it is signed; ``get_info().formpost`` says what is allowed.
        :raises InvalidArgument: there is no key, or something makes no sense.
        :raises NotFound: there is no such container, and no key is given.

        API: `forms
        <https://docs.openstack.org/swift/latest/api/form_post_middleware.html>`_
        """
        positive("size of a file", max_file_size)
        positive("number of files", max_upload_count)
        if timeout < 1:
            raise errors.InvalidArgument(
                f"The timeout is {timeout}, and must be a second at least."
            )
        self._container_path(container)
        if object_prefix:
            self._object_path(object_prefix, container)
        checked("redirect_url", redirect_url)
        expires = expires_at(int(timeout), absolute=False)
        lines = [
            self._signed_path(name_of("container", container), object_prefix),
            redirect_url,
            str(max_file_size),
            str(max_upload_count),
            str(expires),
        ]
        key = temp_url_key or self.get_temp_url_key(container)
        return expires, signature(lines, key, digest)
