"""The {{ classes[service] }} service of {{ name }}."""

from __future__ import annotations

from openstack.{{ service }} import {{ classes[service] }}


class {{ class }}({{ classes[service] }}):
    """The {{ classes[service] }} service of {{ name }}.

    Add operations as methods, and override with ``super()`` what differs.
    """

    #: Every request has them; put what your cloud needs in the place of this.
    default_headers = {"X-{{ name }}": "{{ distribution }}"}
