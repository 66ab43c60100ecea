"""How Swift is configured."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from openstack.localcloud.plan import Plan

#: The names of the storage policies; the place of each is its index.
POLICIES = ("gold", "silver")

#: The filters in the order a request passes them, which is that of Swift's sample,
#: with their options.
_FILTERS: Mapping[str, Mapping[str, str]] = {
    "catch_errors": {},
    "gatekeeper": {},
    "healthcheck": {},
    "cache": {
        "paste.filter_factory": (
            "openstack.localcloud.servers.swift_cache:filter_factory"
        )
    },
    "etag_quoter": {},
    "listing_formats": {},
    "container_sync": {"current": "//localcloud/here"},
    "bulk": {},
    "tempurl": {"allowed_digests": "sha256 sha512"},
    "crossdomain": {},
    "formpost": {"allowed_digests": "sha256 sha512"},
    "authtoken": {
        "paste.filter_factory": "keystonemiddleware.auth_token:filter_factory"
    },
    "keystoneauth": {
        "operator_roles": "admin, member",
        "project_reader_roles": "reader",
    },
    "staticweb": {},
    "copy": {},
    "container_quotas": {},
    "account_quotas": {},
    # Without this, the small segments of a test would come one in a second.
    "slo": {"rate_limit_segments_per_sec": "0"},
    "dlo": {"rate_limit_segments_per_sec": "0"},
    "versioned_writes": {
        "allow_versioned_writes": "true",
        "allow_object_versioning": "true",
    },
    "symlink": {},
}


def write_files(directory: Path, *, plan: Plan, constraints: Mapping[str, str]) -> None:
    """Write the files that Swift looks for in its own directory.

    :param constraints: what differs from Swift's own limits.
    """
    sections: dict[str, Mapping[str, str]] = {
        "swift-hash": {"swift_hash_path_suffix": secrets.token_hex(8)},
        "swift-constraints": constraints,
    }
    for index, name in enumerate(POLICIES):
        default = "yes" if index == 0 else "no"
        sections[f"storage-policy:{index}"] = {"name": name, "default": default}
    (directory / "swift.conf").write_text(_ini(sections))
    realm = {
        "key": secrets.token_hex(16),
        "cluster_here": f"{plan.swift_url}/v1/",
    }
    (directory / "container-sync-realms.conf").write_text(_ini({"localcloud": realm}))


def common(directory: Path) -> dict[str, str]:
    """Return what every part of Swift is told."""
    return {
        "swift_dir": str(directory),
        "devices": str(directory),
        "recon_cache_path": str(directory),
        "mount_check": "false",
        "fallocate_reserve": "0",
        "log_level": "WARNING",
        "log_custom_handlers": "openstack.localcloud.servers.swift_logging.to_stderr",
        # A busy machine may take long to answer, and nothing comes later to make up
        # for an update that was given up.
        "conn_timeout": "10",
        "node_timeout": "60",
        "recoverable_node_timeout": "60",
        "container_update_timeout": "60",
        "containers_per_second": "0",
    }


def backend(kind: str, *, directory: Path) -> str:
    """Return the configuration of one of the servers behind the proxy.

    :param kind: the name of its factory in Swift.
    """
    return _ini(
        {
            "DEFAULT": common(directory),
            "pipeline:main": {"pipeline": "server"},
            "app:server": {"use": f"egg:swift#{kind}"},
        }
    )


def proxy(plan: Plan, *, directory: Path) -> str:
    """Return the configuration of the proxy."""
    sections: dict[str, Mapping[str, str]] = {
        "DEFAULT": common(directory),
        "pipeline:main": {"pipeline": " ".join([*_FILTERS, "proxy"])},
        "app:proxy": {
            "use": "egg:swift#proxy",
            "allow_account_management": "true",
            "account_autocreate": "true",
            # The only server of its kind is not left alone because of an error.
            "error_suppression_interval": "0",
            # So soon does a quota see what was written.
            "recheck_account_existence": "1",
            "recheck_container_existence": "1",
        },
    }
    for name, options in _FILTERS.items():
        use = {} if "paste.filter_factory" in options else {"use": f"egg:swift#{name}"}
        sections[f"filter:{name}"] = {**use, **options}
    sections["filter:authtoken"] = {**_FILTERS["authtoken"], **_authtoken(plan)}
    return _ini(sections)


def _authtoken(plan: Plan) -> dict[str, str]:
    """Return how Swift asks Keystone about a token."""
    return {
        "auth_type": "password",
        "auth_url": plan.keystone_url,
        "www_authenticate_uri": plan.keystone_url,
        "username": "swift",
        "password": plan.passwords["swift"],
        "project_name": "service",
        "user_domain_id": "default",
        "project_domain_id": "default",
        "delay_auth_decision": "true",
        "include_service_catalog": "false",
        "service_token_roles_required": "true",
        "cache": "swift.cache",
        # So soon is a token that was revoked no longer accepted.
        "token_cache_time": "1",
    }


def _ini(sections: Mapping[str, Mapping[str, str]]) -> str:
    lines: list[str] = []
    for name, options in sections.items():
        lines += [f"[{name}]", *(f"{key} = {value}" for key, value in options.items())]
    return "\n".join([*lines, ""])
