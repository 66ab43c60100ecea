"""What a vendor tests an SDK with."""

from __future__ import annotations

from openstack.testing.fake_cloud import Answer, FakeCloud, Sent

__all__ = ["Answer", "FakeCloud", "Sent"]
