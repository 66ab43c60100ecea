"""Accounts: what the containers of a project are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import ClassVar

import attrs

from openstack._unset import UNSET, Unset
from openstack.object_store import headers
from openstack.object_store.headers import Described
from openstack.object_store.storage import Storage, not_negative
from openstack.resource import wire


class Account(Described):
    """An account: the containers of one project. Its ID is its name."""

    metadata_prefix = "x-account-meta-"
    # Swift once had the quota among the metadata, and still shows it there.
    header_members: ClassVar[Mapping[str, str]] = {
        "x-account-meta-quota-bytes": "quota_bytes",
        "x-account-quota-bytes": "quota_bytes",
        "x-account-quota-count": "quota_count",
    }

    #: Its name, such as ``AUTH_1d22…``.
    name: str = ""
    #: How many bytes its objects have.
    account_bytes_used: int | None = wire("x-account-bytes-used")
    #: How many containers it has.
    account_container_count: int | None = wire("x-account-container-count")
    #: How many objects they have.
    account_object_count: int | None = wire("x-account-object-count")
    #: How many bytes its objects may have.
    quota_bytes: int | None = None
    #: How many objects it may have.
    quota_count: int | None = None
    #: A key that temporary URLs and forms are signed with.
    meta_temp_url_key: str | None = wire("x-account-meta-temp-url-key", secret=True)
    #: Another one, so that keys can be changed one at a time.
    meta_temp_url_key_2: str | None = wire("x-account-meta-temp-url-key-2", secret=True)
    #: When it was made.
    timestamp: datetime | None = wire("x-timestamp")
    #: What its owner noted of it; names are in lower case.
    metadata: Mapping[str, str] = attrs.field(factory=dict[str, str])


class Accounts(Storage):
    """The operations on the account."""

    #: What an account is to this service; a vendor may put a subclass here.
    account_class: type[Account] = Account

    def get_account_metadata(self, account: str | Unset = UNSET) -> Account:
        """Return the account.

        :param account: the name of another account, for an administrator.

        API: `HEAD /
        <https://docs.openstack.org/api-ref/object-store/#show-account-metadata>`_
        """
        name = account or self._account_path().rpartition("/")[2]
        path = self._path_of_account(account)
        return self._describe(self.account_class, path, name=name)

    def set_account_metadata(self, metadata: Mapping[str, str]) -> None:
        """Add metadata to the account, or change it; what is not named stays.

        :param metadata: text by name; upper and lower case of names are the same.

        API: `POST /
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-account-metadata>`_
        """
        self._set_account(self._headers(self.account_class, {}, metadata))

    def delete_account_metadata(self, keys: Iterable[str]) -> None:
        """Delete metadata of the account; names that it lacks are ignored.

        API: `POST /
        <https://docs.openstack.org/api-ref/object-store/#create-update-or-delete-account-metadata>`_
        """
        prefix = self.account_class.metadata_prefix
        self._set_account({headers.metadata_header(prefix, key): "" for key in keys})

    def set_account_quota(
        self,
        *,
        quota_bytes: int | Unset | None = UNSET,
        quota_count: int | Unset | None = UNSET,
        account: str | Unset = UNSET,
    ) -> None:
        """Limit what an account may hold. An administrator's operation.

        :param quota_bytes: how many bytes; ``None`` for no limit.
        :param quota_count: how many objects; ``None`` for no limit.
        :param account: the name of the account, if it is not one's own.
        :raises Forbidden: it is not yours to set.

        API: `POST /
        <https://docs.openstack.org/swift/latest/middleware.html#module-swift.common.middleware.account_quotas>`_
        """
        settings = {
            "quota_bytes": not_negative("quota", quota_bytes),
            "quota_count": not_negative("quota", quota_count),
            # All that Swift before 2.31 knows.
            "x-account-meta-quota-bytes": quota_bytes,
        }
        sent = self._headers(self.account_class, settings)
        self._set_account(sent, account)

    def _set_account(
        self, sent: Mapping[str, str], account: str | Unset = UNSET
    ) -> None:
        path = self._path_of_account(account)
        # What is set twice is set as if it were once.
        self._request("POST", path, headers=sent, idempotent=True)
