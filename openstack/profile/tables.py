"""The tables of all settings: their names, what they may be, and who may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from openstack.profile import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openstack.profile.kinds import Kind

#: The settings of a cloud as a whole.
GENERAL: Final[Mapping[str, Kind]] = {
    "additional_metric_tags": kinds.MAPPING,
    "api_timeout": kinds.SECONDS,
    "app_name": kinds.NAME,
    "app_version": kinds.NAME,
    "auth": kinds.SECTION,
    "auth_type": kinds.NAME,
    "cacert": kinds.PATH,
    "cache": kinds.MAPPING,
    "cert": kinds.PATH,
    "client": kinds.MAPPING,
    "concurrency": kinds.WORKERS,
    "connect_retry_delay": kinds.SECONDS,
    "connect_timeout": kinds.SECONDS,
    "description": kinds.NAME,
    "disable_vendor_agent": kinds.MAPPING,
    "external_network": kinds.TEXT,
    "floating_ip_source": kinds.TEXT,
    "force_ipv4": kinds.FLAG,
    "image_api_use_tasks": kinds.FLAG,
    "image_format": kinds.TEXT,
    "insecure": kinds.FLAG,
    "interface": kinds.INTERFACES,
    "internal_network": kinds.TEXT,
    "key": kinds.PATH,
    "log_file": kinds.PATH,
    "log_level": kinds.NAME,
    "message": kinds.NAME,
    "metrics": kinds.MAPPING,
    "nat_destination": kinds.TEXT,
    "nat_source": kinds.TEXT,
    "networks": kinds.LIST,
    "prefer_ipv6": kinds.FLAG,
    "private": kinds.FLAG,
    "profile": kinds.NAME,
    "rate_limit": kinds.RATE,
    "region_name": kinds.NAMES,
    "regions": kinds.REGIONS,
    "requires_floating_ip": kinds.FLAG,
    "retries": kinds.COUNT,
    "secgroup_source": kinds.TEXT,
    "status": kinds.NAME,
    "status_code_retry_delay": kinds.SECONDS,
    "timing": kinds.FLAG,
    "use_direct_get": kinds.FLAG,
    "use_external_network": kinds.FLAG,
    "use_internal_network": kinds.FLAG,
    "vendor": kinds.NAME,
    "vendor_hook": kinds.NAME,
    "vendor_options": kinds.MAPPING,
    "verbose_level": kinds.COUNT,
    "verify": kinds.VERIFY,
}

#: Other spellings of them.
GENERAL_ALIASES: Final[Mapping[str, str]] = {
    "auth_plugin": "auth_type",
    "cloud": "profile",
    "connect_retries": "retries",
    "endpoint_type": "interface",
    "status_code_retries": "retries",
    "timeout": "api_timeout",
}

#: The options of authentication that are no secret.
PUBLIC_AUTH: Final = frozenset(
    (
        "access_token_endpoint",
        "access_token_type",
        "application_credential_id",
        "application_credential_name",
        "auth_methods",
        "auth_url",
        "client_id",
        "code_challenge_method",
        "default_domain_id",
        "default_domain_name",
        "device_authorization_endpoint",
        "discovery_endpoint",
        "domain_id",
        "domain_name",
        "endpoint",
        "identity_provider",
        "identity_provider_url",
        "idp_otp_key",
        "login_timeout",
        "mutual_auth",
        "oauth2_client_id",
        "oauth2_endpoint",
        "openid_scope",
        "principal",
        "project_domain_id",
        "project_domain_name",
        "project_id",
        "project_name",
        "protocol",
        "redirect_host",
        "redirect_port",
        "redirect_uri",
        "service_provider_endpoint",
        "service_provider_entity_id",
        "system_scope",
        "trust_id",
        "user_domain_id",
        "user_domain_name",
        "user_id",
        "username",
    )
)

#: Those that are.
SECRET_AUTH: Final = frozenset(
    (
        "access_key",
        "access_secret",
        "access_token",
        "api_key",
        "application_credential_secret",
        "client_secret",
        "code",
        "consumer_key",
        "consumer_secret",
        "oauth2_client_secret",
        "passcode",
        "password",
        "token",
    )
)

#: Other spellings of both.
AUTH_ALIASES: Final[Mapping[str, str]] = {
    "auth_token": "token",
    "authorization_code": "code",
    "default_domain": "default_domain_id",
    "scope": "openid_scope",
    "tenant_id": "project_id",
    "tenant_name": "project_name",
    "url": "endpoint",
    "user_name": "username",
}

#: What a service can have of its own, after its name: the setting, and its value.
SUFFIXES: Final[Mapping[str, tuple[str, Kind]]] = {
    "api_version": ("api_version", kinds.VERSION),
    "connect_retries": ("retries", kinds.COUNT),
    "connect_retry_delay": ("connect_retry_delay", kinds.SECONDS),
    "default_microversion": ("default_microversion", kinds.VERSION),
    "disabled_reason": ("disabled_reason", kinds.NAME),
    "endpoint": ("endpoint_override", kinds.URL),
    "endpoint_override": ("endpoint_override", kinds.URL),
    "endpoint_type": ("interface", kinds.INTERFACES),
    "interface": ("interface", kinds.INTERFACES),
    "max_version": ("max_version", kinds.VERSION),
    "min_version": ("min_version", kinds.VERSION),
    "region_name": ("region_name", kinds.TEXT),
    "retries": ("retries", kinds.COUNT),
    "retriable_status_codes": ("retriable_status_codes", kinds.LIST),
    "service_name": ("service_name", kinds.TEXT),
    "service_type": ("service_type", kinds.TEXT),
    "status_code_retries": ("retries", kinds.COUNT),
    "status_code_retry_delay": ("status_code_retry_delay", kinds.SECONDS),
}

#: Those that a service can have which is not one of OpenStack's.
VENDOR_SUFFIXES: Final = frozenset(
    (
        "api_version",
        "default_microversion",
        "endpoint_override",
        "has",
        "interface",
        "region_name",
        "service_name",
        "service_type",
    )
)

#: The plugins whose options are all known here: those of keystoneauth.
PLUGINS: Final = frozenset(
    (
        "admin_token",
        "http_basic",
        "none",
        "password",
        "token",
        "v2password",
        "v2token",
        "v3adfspassword",
        "v3applicationcredential",
        "v3fedkerb",
        "v3kerberos",
        "v3multifactor",
        "v3oauth1",
        "v3oauth2clientcredential",
        "v3oauth2mtlsclientcredential",
        "v3oidcaccesstoken",
        "v3oidcauthcode",
        "v3oidcclientcredentials",
        "v3oidcdeviceauthz",
        "v3oidcpassword",
        "v3password",
        "v3samlpassword",
        "v3token",
        "v3tokenlessauth",
        "v3totp",
        "v3websso",
    )
)
