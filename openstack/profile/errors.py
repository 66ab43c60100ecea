"""What can go wrong with a profile, beside the errors of ``openstack.errors``.

* ProfileError
  - UnknownOption           a keyword argument has no meaning; also a TypeError
  - NotPicklable            a profile holds secrets; also a PicklingError
"""

from __future__ import annotations

from pickle import PicklingError

from openstack.errors import ProfileError


class UnknownOption(ProfileError, TypeError):
    """A keyword argument has no meaning. Nothing was read."""


class NotPicklable(ProfileError, PicklingError):
    """A profile holds secrets which it could not find again elsewhere."""
