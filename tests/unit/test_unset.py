from __future__ import annotations

import copy
import pickle

from openstack._unset import UNSET, Unset, given


def test_unset__is_false() -> None:
    """``if value`` takes an argument that was not given for an empty one."""
    assert not UNSET


def test_unset__repr() -> None:
    assert repr(UNSET) == "UNSET"


def test_unset__is_one_object() -> None:
    """``is UNSET`` holds after a copy and in another process."""
    assert copy.deepcopy(UNSET) is UNSET
    assert pickle.loads(pickle.dumps(UNSET)) is UNSET
    assert list(Unset) == [UNSET]


def test_given__leaves_out_what_was_not_given() -> None:
    """``None`` was given: it is sent as ``null``."""
    members = {"name": "a", "description": None, "size": UNSET, "count": 0}

    assert given(members) == {"name": "a", "description": None, "count": 0}
