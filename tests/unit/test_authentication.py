from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from keystoneauth1 import exceptions
from keystoneauth1.identity.v3 import Token

import openstack
from openstack import errors
from openstack.testing import Answer, FakeCloud
from openstack.testing.fake_cloud import ENDPOINTS, PROJECT_ID, USER_ID

if TYPE_CHECKING:
    from keystoneauth1.plugin import BaseAuthPlugin

AtOnce: TypeAlias = Callable[[int, Callable[[], object]], None]

AUTH_URL = ENDPOINTS["identity"]
REFUSED = Answer(status=401, json={"error": {"message": "Wrong.", "code": 401}})


def test_login__at_the_first_request(cloud: FakeCloud) -> None:
    connection = cloud.connect()
    assert cloud.logins == []

    assert connection.authorize() == "token-1-of-the-fake-cloud"
    assert connection.authorize() == "token-1-of-the-fake-cloud"
    assert connection.current_user_id == USER_ID
    assert connection.current_project_id == PROJECT_ID
    assert len(cloud.logins) == 1


def test_login__says_who_and_where_to(cloud: FakeCloud) -> None:
    cloud.connect().authorize()

    auth = cloud.logins[0].json()["auth"]
    assert auth["identity"]["password"]["user"]["name"] == "demo"
    assert auth["scope"]["project"]["name"] == "demo"


def test_login__one_of_many_threads(cloud: FakeCloud, at_once: AtOnce) -> None:
    connection = cloud.connect()

    at_once(8, connection.authorize)

    assert len(cloud.logins) == 1


def test_login__wrong_password(cloud: FakeCloud, pauses: list[float]) -> None:
    """One sentence, and no second try: it could lock the account."""
    cloud.on_login(REFUSED)

    with pytest.raises(errors.Unauthorized) as caught:
        cloud.connect().authorize()

    assert str(caught.value) == (
        "Cloud 'defaults' refused to log 'demo' in: is the password (or token, or"
        " secret) right, and the project one of theirs? (POST"
        f" {AUTH_URL}/auth/tokens was answered 401 Unauthorized: Wrong.)"
    )
    assert caught.value.details == "Wrong."
    assert len(cloud.logins) == 1
    assert pauses == []


@pytest.mark.parametrize(
    ("auth", "who"),
    [
        ({"user_id": USER_ID, "password": "p"}, repr(USER_ID)),
        (
            {"application_credential_id": "a1", "application_credential_secret": "s"},
            "'a1'",
        ),
        ({"token": "t", "project_id": PROJECT_ID}, "with 'token'"),
    ],
)
def test_login__refused_in_another_way(
    cloud: FakeCloud, auth: dict[str, str], who: str
) -> None:
    auth_type = {"'a1'": "v3applicationcredential", "with 'token'": "token"}.get(who)
    options = {"auth_type": auth_type} if auth_type else {}
    cloud.on_login(REFUSED)

    with pytest.raises(errors.Unauthorized, match=f"refused to log {who} in"):
        cloud.connect(auth={"auth_url": AUTH_URL, **auth}, **options).authorize()


@pytest.mark.parametrize(
    ("status", "error_class"), [(400, errors.BadRequest), (403, errors.Forbidden)]
)
def test_login__other_errors(
    cloud: FakeCloud, status: int, error_class: type[errors.HTTPError]
) -> None:
    cloud.on_login(Answer(status=status, json={"error": {"message": "No."}}))

    with pytest.raises(error_class) as caught:
        cloud.connect().authorize()

    assert str(caught.value).startswith(
        f"Logging in to cloud 'defaults' failed. (POST {AUTH_URL}/auth/tokens was"
        f" answered {status} "
    )


def test_login__404_is_no_missing_resource(cloud: FakeCloud) -> None:
    """What deletes must not take it for something that is gone already."""
    cloud.on_login(Answer(status=404), Answer(status=404), Answer(status=404))
    compute = cloud.connect(compute_endpoint_override=ENDPOINTS["compute"]).compute

    with pytest.raises(errors.InvalidAnswer, match="No Identity service was found"):
        compute.delete_server("1")
    with pytest.raises(errors.InvalidAnswer, match="No Identity service was found"):
        compute.find_server("1")

    assert cloud.sent == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(body=b"<html>Log in</html>", headers={"Content-Type": "text/html"}),
        Answer(status=201, json={}),
    ],
)
def test_login__answered_by_no_identity_service(
    cloud: FakeCloud, answer: Answer
) -> None:
    cloud.on_login(answer)

    with pytest.raises(errors.InvalidAnswer) as caught:
        cloud.connect().authorize()

    assert str(caught.value).startswith(
        f"No Identity service was found at {AUTH_URL}: is `auth_url` of cloud"
        " 'defaults' the address of one? ("
    )


def test_login__no_versions_at_the_address(cloud: FakeCloud) -> None:
    cloud.endpoints["identity"] = "https://identity.cloud.example"
    cloud.on("identity", "GET", "/", Answer(body=b"<html>Welcome</html>"))

    with pytest.raises(errors.InvalidAnswer, match="No Identity service was found"):
        cloud.connect().authorize()


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_login__busy_for_a_while(
    cloud: FakeCloud, pauses: list[float], status: int
) -> None:
    busy = Answer(status=status, headers={"Retry-After": "9"})
    cloud.on_login(busy, busy)

    assert cloud.connect().authorize() == "token-3-of-the-fake-cloud"
    assert pauses == [9, 9]


def test_login__busy_for_too_long(cloud: FakeCloud, pauses: list[float]) -> None:
    cloud.on_login(*[Answer(status=503)] * 9)

    with pytest.raises(errors.ServiceUnavailable):
        cloud.connect(retries=1).authorize()

    assert len(cloud.logins) == 2
    assert len(pauses) == 1


@pytest.mark.parametrize(
    "error", [errors.ConnectionFailed("No."), errors.RequestTimeout("No.")]
)
def test_login__no_answer(
    cloud: FakeCloud, pauses: list[float], error: errors.OpenStackError
) -> None:
    cloud.on_login(Answer(error=error))

    cloud.connect().authorize()

    assert len(cloud.logins) == 2
    assert len(pauses) == 1


def test_login__document_of_versions_that_is_busy(
    cloud: FakeCloud, pauses: list[float]
) -> None:
    """It is waited for, too: it is not guessed what it would have said."""
    version = {"id": "v3.14", "status": "stable"}
    links = [{"rel": "self", "href": f"{AUTH_URL}/"}]
    document = Answer(json={"version": {**version, "links": links}})
    cloud.on("identity", "GET", "/", Answer(status=503), document)

    cloud.connect().authorize()

    assert len(pauses) == 1


def test_login__option_is_missing(cloud: FakeCloud) -> None:
    connection = cloud.connect(auth={"auth_url": AUTH_URL})

    with pytest.raises(errors.ProfileError, match=r"auth\.password are not set"):
        connection.authorize()

    assert cloud.logins == []


def test_login__without_a_token(cloud: FakeCloud) -> None:
    connection = cloud.connect(
        auth_type="http_basic",
        auth={"endpoint": ENDPOINTS["compute"], "username": "u", "password": "p"},
    )
    cloud.on("compute", "GET", "/servers/1", Answer(json={"server": {"id": "1"}}))

    assert connection.authorize() == ""
    assert connection.current_user_id is None
    connection.compute.get_server("1")
    assert cloud.sent[-1].headers["Authorization"] == "Basic dTpw"


class Failing(Token):
    """A way of logging in that fails."""

    error: Exception

    def get_auth_ref(self, session: Any) -> Any:
        del session
        raise self.error


def connection_that_fails(cloud: FakeCloud, error: Exception) -> openstack.Connection:
    """Return a connection whose vendor's way of logging in fails."""

    class Connection(openstack.Connection):
        def make_auth(self) -> BaseAuthPlugin:
            plugin = Failing(AUTH_URL, "t")
            plugin.error = error
            return plugin

    return cloud.connect(Connection)


@pytest.mark.parametrize(
    ("error", "error_class", "message"),
    [
        (
            exceptions.HttpError("Odd."),
            errors.InvalidAnswer,
            r"^Logging in to cloud 'defaults' failed\. \(Odd\.",
        ),
        (
            exceptions.MissingAuthPlugin("Odd."),
            errors.ProfileError,
            r"^Logging in to cloud 'defaults' is not possible: Odd\.$",
        ),
        (exceptions.EndpointNotFound("Odd."), errors.EndpointNotFound, r"^Odd\.$"),
    ],
)
def test_login__a_vendors_way_fails(
    cloud: FakeCloud,
    error: Exception,
    error_class: type[errors.OpenStackError],
    message: str,
) -> None:
    """Whatever keystoneauth raises is an error of ours, with its cause."""
    with pytest.raises(error_class, match=message) as caught:
        connection_that_fails(cloud, error).authorize()

    assert caught.value.__cause__ is error
