from __future__ import annotations

from typing import TYPE_CHECKING

from {{ package }}.{{ service }} import {{ class }}

if TYPE_CHECKING:
    from {{ package }} import Connection


def test_{{ service }}__is_ours(connection: Connection) -> None:
    assert type(connection.{{ service }}) is {{ class }}


def test_{{ service }}__headers(connection: Connection) -> None:
    headers = connection.{{ service }}.default_headers

    assert headers["X-{{ name }}"] == "{{ distribution }}"
