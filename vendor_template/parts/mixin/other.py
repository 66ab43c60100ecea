"""What {{ name }} adds to the {{ classes[service] }} service."""

from __future__ import annotations

from openstack.{{ service }} import {{ classes[service] }}


class {{ class }}({{ classes[service] }}):
    """The {{ classes[service] }} service with what is added.

    A vendor puts it before ``{{ classes[service] }}``, among the bases of its own class.
    Add operations as methods, and override with ``super()`` what differs.
    """

    #: Every request has them; put what is needed in the place of this.
    default_headers = {"X-{{ name }}": "{{ distribution }}"}
