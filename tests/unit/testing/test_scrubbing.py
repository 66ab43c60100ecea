from __future__ import annotations

import base64
import json
from typing import Any

from openstack.testing.scrubbing import Scrubber

USER = "5f1c9d3b7a2e4c6d8f0a1b2c3d4e5f60"
CHECKSUM = "9e107d9d372bb6826bd81d3542a419d6"


def exchange(
    *,
    uri: str = "http://10.1.2.3:5000/v3",
    headers: dict[str, list[str]] | None = None,
    request: str = "",
    response: str = "",
) -> dict[str, Any]:
    """Return a recording of one exchange, as betamax has it."""
    return {
        "http_interactions": [
            {
                "request": {
                    "uri": uri,
                    "headers": headers or {},
                    "body": {"string": request},
                },
                "response": {
                    "url": uri,
                    "headers": headers or {},
                    "body": {"base64_string": base64.b64encode(response.encode())},
                },
            }
        ]
    }


def scrubbed(**parts: Any) -> Any:
    """Return what is left of one exchange."""
    return Scrubber(["hunter2"]).scrub(exchange(**parts))["http_interactions"][0]


def test_a_token_is_taken_out() -> None:
    found = scrubbed(headers={"X-Auth-Token": ["gAAAA-1"], "x-subject-token": ["g2"]})

    assert found["request"]["headers"] == {
        "X-Auth-Token": ["REDACTED"],
        "x-subject-token": ["REDACTED"],
    }


def test_a_key_for_temporary_urls_is_taken_out() -> None:
    found = scrubbed(headers={"X-Account-Meta-Temp-URL-Key-2": ["abc"]})

    assert found["request"]["headers"] == {
        "X-Account-Meta-Temp-URL-Key-2": ["REDACTED"]
    }


def test_a_header_that_nobody_thought_of_is_dropped() -> None:
    found = scrubbed(headers={"Set-Cookie": ["session=1"], "Etag": ["e"]})

    assert list(found["response"]["headers"]) == ["Etag"]


def test_a_secret_is_taken_out_by_its_name() -> None:
    body = {"auth": {"password": "x", "audit_ids": ["y"], "secrets": {"secret": "z"}}}
    found = scrubbed(request=json.dumps(body))

    assert json.loads(found["request"]["body"]["string"]) == {
        "auth": {
            "password": "REDACTED",
            "audit_ids": ["REDACTED"],
            "secrets": {"secret": "REDACTED"},
        }
    }


def test_a_secret_is_taken_out_by_its_value() -> None:
    found = scrubbed(request="note: hunter2", uri="http://cloud/hunter2")

    assert found["request"]["body"]["string"] == "note: REDACTED"
    assert found["request"]["uri"] == "http://host-1.cloud.invalid/REDACTED"


def test_an_id_becomes_the_same_id_everywhere() -> None:
    found = scrubbed(
        uri=f"http://10.1.2.3:8080/v1/AUTH_{USER}",
        response=json.dumps({"user": USER, "other": USER[::-1]}),
    )
    body = json.loads(found["response"]["body"]["string"])

    assert found["request"]["uri"].endswith(f"/v1/AUTH_{body['user']}")
    assert USER not in json.dumps(found)
    assert body["user"] != body["other"]
    assert len(body["user"]) == len(USER)


def test_a_dashed_id_keeps_its_dashes() -> None:
    found = scrubbed(response="req-c0ffee00-1234-4abc-8def-0123456789ab")

    assert found["response"]["body"]["string"] == (
        "req-00000000-0000-0000-0000-000000000001"
    )


def test_a_checksum_is_kept() -> None:
    listing = json.dumps([{"hash": CHECKSUM, "name": "a"}, "b"])
    found = scrubbed(response=listing, headers={"Etag": [f'"{CHECKSUM}"']})

    assert found["response"]["headers"]["Etag"] == [f'"{CHECKSUM}"']
    assert CHECKSUM in found["response"]["body"]["string"]


def test_the_length_fits_the_body() -> None:
    found = scrubbed(
        response='{"password": "a-long-password"}',
        headers={"Content-Length": ["31"]},
    )

    assert found["response"]["headers"] == {"Content-Length": ["24"]}
    assert found["request"]["headers"] == {"Content-Length": ["31"]}


def test_a_recording_does_not_grow_too_old() -> None:
    found = scrubbed(response='{"expires_at": "2026-01-01T00:00:00.000000Z"}')

    assert "9999-12-31" in found["response"]["body"]["string"]


def test_a_body_that_is_no_text_stays_as_it_is() -> None:
    recording = exchange()
    encoded = base64.b64encode(b"\xff\xfe").decode()
    recording["http_interactions"][0]["response"]["body"] = {"base64_string": encoded}
    found = Scrubber().scrub(recording)["http_interactions"][0]

    assert found["response"]["body"] == {"base64_string": encoded}


def test_what_was_recorded_is_left_alone() -> None:
    recording = exchange(request="hunter2")
    Scrubber(["hunter2"]).scrub(recording)

    assert recording["http_interactions"][0]["request"]["body"]["string"] == "hunter2"
