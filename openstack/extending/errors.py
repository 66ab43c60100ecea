"""What can go wrong with extensions.

::

    * ExtensionError            the base; also an ImportError
      - UnknownExtension        nothing installed has that name
      - BrokenExtension         it is installed, and cannot be imported or read
      - DuplicateExtension      two distributions claim the name
      - IncompatibleExtension   it needs another version of the extension API
      - AmbiguousCloud          two extensions claim the host of the cloud
    * HookError                 a class breaks the contract; also a TypeError
      - IncompatibleOverride    an override refuses calls that the base accepts
      - UnknownHook             an ``@override`` that overrides nothing
      - FinalOverride           an override of what may not be overridden
      - AmbiguousHook           two unrelated bases replace the same hook
"""

from __future__ import annotations

from openstack.errors import OpenStackError


class ExtensionError(OpenStackError, ImportError):
    """The base of the errors about choosing and loading an extension."""


class UnknownExtension(ExtensionError):
    """No installed extension has that name."""


class BrokenExtension(ExtensionError):
    """The extension is installed, and cannot be imported or read."""


class DuplicateExtension(ExtensionError):
    """Two distributions claim the same name."""


class IncompatibleExtension(ExtensionError):
    """The extension needs another version of the extension API."""


class AmbiguousCloud(ExtensionError):
    """Two extensions claim the host of the cloud."""


class HookError(OpenStackError, TypeError):
    """A class breaks the contract of what it extends."""


class IncompatibleOverride(HookError):
    """An override refuses calls that what it overrides accepts."""


class UnknownHook(HookError):
    """Something marked ``@override`` overrides nothing."""


class FinalOverride(HookError):
    """Something was overridden that may not be."""


class AmbiguousHook(HookError):
    """Two unrelated bases replace the same hook."""
