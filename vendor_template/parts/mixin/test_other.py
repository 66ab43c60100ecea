from __future__ import annotations

from openstack.{{ service }} import {{ classes[service] }}

from {{ package }}.{{ service }} import {{ class }}


class Joined({{ class }}, {{ classes[service] }}):
    """What a vendor makes of it."""


def test_default_headers() -> None:
    headers = Joined.default_headers

    assert headers["X-{{ name }}"] == "{{ distribution }}"
