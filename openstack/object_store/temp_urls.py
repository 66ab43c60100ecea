"""Temporary URLs: access for a while, for everyone who has the address."""

from __future__ import annotations

import base64
import hmac
import ipaddress
import re
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, urlencode

from openstack import errors
from openstack.object_store.accounts import Accounts
from openstack.object_store.containers import Container, Containers

if TYPE_CHECKING:
    from openstack.object_store.objects import Object

#: From the version of the API on.
_VERSION = re.compile(r"/v\d+(\.\d+)?(/|$)")

#: How a signature is made.
Digest = Literal["sha1", "sha256", "sha512"]


class TempURLs(Accounts, Containers):
    """The operations on temporary URLs, and the keys that they are signed with."""

    def set_account_temp_url_key(self, key: str, *, secondary: bool = False) -> None:
        """Set a key that temporary URLs and forms of the account are signed with.

        :param secondary: set the second key, and leave the first as it is.

        API: `POST /
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-account-metadata>`_
        """
        field = "meta_temp_url_key_2" if secondary else "meta_temp_url_key"
        self._set_account(self._headers(self.account_class, {field: key}))

    def set_container_temp_url_key(
        self, container: str | Container, key: str, *, secondary: bool = False
    ) -> None:
        """Set a key that temporary URLs and forms of a container are signed with.

        :param container: the container, or its name.
        :param secondary: set the second key, and leave the first as it is.
        :raises NotFound: there is none.

        API: `POST /{container}
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-container-metadata>`_
        """
        field = "meta_temp_url_key_2" if secondary else "meta_temp_url_key"
        self._set(container, self._headers(self.container_class, {field: key}))

    def get_temp_url_key(
        self, container: str | Container | None = None
    ) -> bytes | None:
        """Return the key to sign with: a container's, or else the account's.

        A second key goes before a first one. Calls ``get_container`` and
        ``get_account_metadata``.

        :param container: the container, or its name.
        :raises NotFound: there is no such container.

        API: `HEAD /
        <https://docs.openstack.org/api-ref/object-store/#show-account-metadata>`_
        """
        key = None
        if container is not None:
            found = self.get_container(container)
            key = found.meta_temp_url_key_2 or found.meta_temp_url_key
        if not key:
            account = self.get_account_metadata()
            key = account.meta_temp_url_key_2 or account.meta_temp_url_key
        return key.encode() if key else None

    def generate_temp_url(
        self,
        path: str,
        seconds: float | str,
        method: str,
        *,
        absolute: bool = False,
        prefix: bool = False,
        iso8601: bool = False,
        ip_range: str | None = None,
        temp_url_key: str | bytes | None = None,
        digest: Digest = "sha256",
        filename: str | None = None,
        inline: bool = False,
    ) -> str:
        """Return the path and the query of a temporary URL, below the service's host.

        ``generate_object_temp_url`` makes a whole URL of an object.

        :param path: the path of the object, ``/v1/account/container/object``, unquoted;
            or what several begin with, if ``prefix`` is true.
        :param seconds: for how many seconds it is valid; or until when, in ISO 8601.
        :param method: what may be done, such as ``GET`` or ``PUT``.
        :param absolute: take ``seconds`` for seconds since 1970.
        :param prefix: make it valid for all that begin with the path.
        :param iso8601: write the time that it ends at for people to read.
        :param ip_range: the addresses from which it is valid, such as ``10.0.0.0/8``.
        :param temp_url_key: the key to sign with; left out, it is asked for.
        :param digest: how it is signed; ``get_info().tempurl`` says what is allowed.
        :param filename: what a browser calls the file when it saves it.
        :param inline: let a browser show it, and not save it.
        :raises InvalidArgument: there is no key, or something makes no sense.

        API: `temporary URLs
        <https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html>`_
        """
        if not method.isalpha():
            raise errors.InvalidArgument(f"There is no HTTP method {method!r}.")
        parts = path.split("/", 4)
        named = parts[1:4] if prefix else parts[1:]
        if len(parts) != len(("", "v1", "account", "container", "object")) or not (
            parts[0] == "" and all(named)
        ):
            raise errors.InvalidArgument(
                f"{path!r} is no path of an object, such as"
                " '/v1/AUTH_account/container/object'."
            )
        expires = expires_at(seconds, absolute=absolute)
        signed = [method.upper(), str(expires), f"prefix:{path}" if prefix else path]
        if ip_range is not None:
            signed.insert(0, f"ip={_network(ip_range)}")
        key = temp_url_key or self.get_temp_url_key()
        ends = _written(expires) if iso8601 else expires
        query: dict[str, str | int] = {
            "temp_url_sig": signature(signed, key, digest),
            "temp_url_expires": ends,
        }
        if ip_range is not None:
            query["temp_url_ip_range"] = ip_range
        if prefix:
            query["temp_url_prefix"] = parts[4]
        if filename is not None:
            query["filename"] = filename
        address = f"{quote(path)}?{urlencode(query, quote_via=quote)}"
        return f"{address}&inline" if inline else address

    def generate_object_temp_url(
        self,
        obj: str | Object,
        container: str | Container | None = None,
        *,
        seconds: float | str,
        method: str = "GET",
        prefix: bool = False,
        ip_range: str | None = None,
        temp_url_key: str | bytes | None = None,
        digest: Digest = "sha256",
        filename: str | None = None,
        inline: bool = False,
    ) -> str:
        """Return a temporary URL of an object, to be given away.

        The parameters that are not named here are those of ``generate_temp_url``,
        which is called.

        :param obj: the object, or its name; it need not exist. If ``prefix`` is true,
            what the names of objects begin with.
        :param container: the container that it is in, if ``obj`` is a name.
        :param seconds: for how many seconds it is valid; or until when, in ISO 8601.
        :param temp_url_key: the key to sign with; left out, the container or the
            account is asked for it.
        :raises InvalidArgument: there is no key, or something makes no sense.
        :raises NotFound: there is no such container, and no key is given.

        API: `temporary URLs
        <https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html>`_
        """
        self._object_path(obj, container)
        where, name = self._place(obj, container)
        path = self._signed_path(where, name)
        below = self.generate_temp_url(
            path,
            seconds,
            method,
            prefix=prefix,
            ip_range=ip_range,
            temp_url_key=temp_url_key or self.get_temp_url_key(where),
            digest=digest,
            filename=filename,
            inline=inline,
        )
        account = self.located().url
        # What a proxy in front of the service takes off the path is not signed.
        before = account.removesuffix(quote(self._signed_path()))
        return before + below

    def _signed_path(self, *below: str) -> str:
        """Return the path of the account from the version of the API on, unquoted.

        https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html
        """
        path = self._account_path()
        found = _VERSION.search(path)
        return "/".join((path[found.start() :] if found else path, *below))


def signature(lines: list[str], key: str | bytes | None, digest: Digest) -> str:
    """Return what proves that the owner of a key wrote some lines.

    :raises InvalidArgument: there is no key, or no such digest.
    """
    if not key:
        raise errors.InvalidArgument(
            "There is no key to sign with: give `temp_url_key`, or set one with"
            " `set_account_temp_url_key` or `set_container_temp_url_key`."
        )
    if digest not in {"sha1", "sha256", "sha512"}:
        raise errors.InvalidArgument(
            f"There is no digest {digest!r}: give 'sha1', 'sha256' or 'sha512'."
        )
    secret = key.encode() if isinstance(key, str) else key
    signed = hmac.new(secret, "\n".join(lines).encode(), digest)
    if digest == "sha512":
        # The digits of this one are too many for some services.
        # https://github.com/openstack/swift/blob/2.38.1/swift/common/digest.py#L109
        return "sha512:" + base64.urlsafe_b64encode(signed.digest()).decode()
    return signed.hexdigest()


def expires_at(seconds: float | str, *, absolute: bool) -> int:
    """Return the time that something ends at, in seconds since 1970."""
    try:
        number = float(seconds)
    except ValueError:
        return _moment(str(seconds))
    if number < 0 or not number.is_integer():
        raise errors.InvalidArgument(
            f"The time is {seconds}, and must be a whole number of seconds."
        )
    return int(number) if absolute else int(time.time() + number)


def _moment(text: str) -> int:
    try:
        # A time without a zone is the local one.
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        raise errors.InvalidArgument(
            f"{text!r} is neither a number of seconds nor a time in ISO 8601."
        ) from None


def _written(expires: int) -> str:
    return datetime.fromtimestamp(expires, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _network(ip_range: str) -> str:
    """Return a range of addresses as it was given.

    :raises InvalidArgument: it is none.
    """
    try:
        ipaddress.ip_network(ip_range)
    except ValueError as error:
        raise errors.InvalidArgument(
            f"{ip_range!r} is no address and no network: {error}."
        ) from None
    return ip_range
