"""What can go wrong.

::

    * OpenStackError
      - ProfileError            what is known of the cloud is incomplete or wrong
        + NoConfiguration       there is no file, and nothing in the environment
        + UnknownCloud          no file has a cloud of that name
        + UnknownRegion         the cloud has no region of that name
      - PackageClash            openstacksdk is installed as well; also an ImportError
      - ExtensionError          see openstack.extending.errors
      - InvalidArgument         an argument cannot be sent; nothing was sent
      - NotSupported            this cloud, or its version, cannot do that
        + MicroversionTooOld    the cloud's version of the API is too old for it
      - EndpointNotFound        the catalog has no such service, region or interface
      - NoAnswer                no whole answer came
        + ConnectionFailed      the server could not be reached
          · CertificateInvalid  its certificate cannot be trusted
        + ConnectionBroken      the connection was cut in the middle of an answer
        + RequestTimeout        the server was too slow
      - InvalidAnswer           an answer came, and makes no sense
        + RepeatedPage          a list gives the same page over and over
        + ChecksumMismatch      what arrived is not what was sent
      - HTTPError               the cloud answered, and the answer is an error
        + BadRequest            400
        + Unauthorized          401
        + Forbidden             403
        + NotFound              404
        + Conflict              409
        + PreconditionFailed    412
        + ContentTooLarge       413
        + RangeNotSatisfiable   416
        + UnprocessableContent  422
        + TooManyRequests       429
        + ServerError           500 and above
          · ServiceUnavailable  503
      - Ambiguous               more than one resource has that name
      - PartialFailure          some of many operations failed
      - WaitTimeout             a resource did not become what was waited for
      - WaitFailed              a resource became something else instead
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import requests


class OpenStackError(Exception):
    """The base of every error this library raises."""


class ProfileError(OpenStackError):
    """What is known of the cloud is incomplete or wrong."""


class NoConfiguration(ProfileError):
    """No configuration file was found, and nothing in the environment says."""


class UnknownCloud(ProfileError):
    """No configuration file has a cloud of that name."""


class UnknownRegion(ProfileError):
    """The cloud has no region of that name."""


class PackageClash(OpenStackError, ImportError):
    """Another distribution owns the package ``openstack`` as well."""


class InvalidArgument(OpenStackError, ValueError):
    """An argument cannot be sent. Nothing was sent."""


class NotSupported(OpenStackError):
    """This cloud cannot do that. Nothing was sent."""


class MicroversionTooOld(NotSupported):
    """The cloud's version of the API is too old for it. Nothing was sent."""


class EndpointNotFound(OpenStackError):
    """The catalog has no endpoint for that service, region and interface."""


class NoAnswer(OpenStackError):
    """No whole answer came. Whether the request had an effect is not known."""


class ConnectionFailed(NoAnswer):
    """The server could not be reached. The request had no effect."""


class CertificateInvalid(ConnectionFailed):
    """The certificate of the server cannot be trusted."""


class ConnectionBroken(NoAnswer):
    """The connection was cut before the whole answer had come."""


class RequestTimeout(NoAnswer):
    """The server did not answer in time."""


class InvalidAnswer(OpenStackError):
    """An answer came, and makes no sense."""


class RepeatedPage(InvalidAnswer):
    """A list gives the same page over and over."""


class ChecksumMismatch(InvalidAnswer):
    """What arrived is not what was sent."""


class HTTPError(OpenStackError):
    """The cloud answered, and the answer is an error.

    :param message: a sentence that says what was asked, and what came back.
    :param response: the answer.
    :param details: the cloud's own message.
    """

    def __init__(
        self, message: str, *, response: requests.Response, details: str = ""
    ) -> None:
        super().__init__(message)
        #: The answer, as it came.
        self.response = response
        #: The cloud's own message, without markup.
        self.details = details

    @property
    def status_code(self) -> int:
        """The status of the answer."""
        return self.response.status_code

    @property
    def request_id(self) -> str | None:
        """The ID that the cloud's operators find the request by."""
        return request_id(self.response.headers)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross a process without the request, which carries the token."""
        known = (self.status_code, self.request_id, self.details)
        return _restored, (type(self), str(self), *known)


def _restored(
    error_class: type[HTTPError],
    message: str,
    status_code: int,
    request_id: str | None,
    details: str,
) -> HTTPError:
    import requests

    response = requests.Response()
    response.status_code = status_code
    if request_id:
        response.headers["x-openstack-request-id"] = request_id
    return error_class(message, response=response, details=details)


class BadRequest(HTTPError):
    """The request makes no sense to the service."""


class Unauthorized(HTTPError):
    """The credentials are wrong, or the token is no longer valid."""


class Forbidden(HTTPError):
    """You may not do this, or the quota is spent."""


class NotFound(HTTPError):
    """There is no such resource, or you may not see it."""


class Conflict(HTTPError):
    """The resource is in a state that does not allow the request."""


class PreconditionFailed(HTTPError):
    """The resource does not meet a condition that the request set."""


class ContentTooLarge(HTTPError):
    """The body is larger than the service, or a quota, allows."""


class RangeNotSatisfiable(HTTPError):
    """The object has no bytes in the range that was asked for."""


class UnprocessableContent(HTTPError):
    """The body is not what it says it is; of an upload, its checksum is wrong."""


class TooManyRequests(HTTPError):
    """The cloud limits how often this may be asked."""


class ServerError(HTTPError):
    """The service failed."""


class ServiceUnavailable(ServerError):
    """The service cannot answer now."""


class Ambiguous(OpenStackError):
    """More than one resource has that name."""


class PartialFailure(OpenStackError):
    """Some of many operations failed.

    :param message: a sentence that says how many failed, and the first of them.
    :param failures: what failed, each with its reason.
    """

    def __init__(self, message: str, failures: Sequence[tuple[str, str]]) -> None:
        super().__init__(message, failures)
        #: What failed, each with its reason.
        self.failures = tuple(failures)

    def __str__(self) -> str:
        return str(self.args[0])


class WaitTimeout(OpenStackError):
    """A resource did not become what was waited for, in time."""


class WaitFailed(OpenStackError):
    """A resource became something else than what was waited for."""


#: The error each status stands for. Any other is an ``HTTPError``, and from 500
#: on a ``ServerError``. A service adds to it with ``error_classes``.
BY_STATUS: Mapping[int, type[HTTPError]] = {
    400: BadRequest,
    401: Unauthorized,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    412: PreconditionFailed,
    413: ContentTooLarge,
    416: RangeNotSatisfiable,
    422: UnprocessableContent,
    429: TooManyRequests,
    503: ServiceUnavailable,
}


def request_id(headers: Mapping[str, str]) -> str | None:
    """Return the ID of a request, of the headers of its answer."""
    for name in ("x-openstack-request-id", "x-compute-request-id", "x-trans-id"):
        if name in headers:
            return headers[name]
    return None
