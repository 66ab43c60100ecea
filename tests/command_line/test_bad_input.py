"""What goes wrong is one clear sentence on the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from openstack.localcloud import RunningCloud

AUTH = {"username": "demo", "password": "kept-from-messages", "project_name": "demo"}


def stackbase(
    *arguments: str, clouds: str | None = None, path: Path | None = None
) -> tuple[int, str]:
    """Run the command in an empty folder; return its status and what it complains."""
    if clouds is not None:
        Path("clouds.yaml").write_text(textwrap.dedent(clouds))
    environment = dict(os.environ)
    if path is not None:
        environment["PYTHONPATH"] = str(path)
    ran = subprocess.run(
        [sys.executable, "-m", "openstack", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        check=False,
    )
    assert "Traceback" not in ran.stderr
    assert "kept-from-messages" not in ran.stdout + ran.stderr
    return ran.returncode, ran.stderr


def clouds_of(auth_url: str, **settings: Any) -> str:
    """Return a clouds.yaml with one cloud, which is asked once and not for long."""
    cloud = {"auth": {"auth_url": auth_url, **AUTH}, "retries": 0, "api_timeout": 1}
    return yaml.safe_dump({"clouds": {"mine": {**cloud, **settings}}})


@pytest.mark.parametrize(
    ("clouds", "arguments", "sentence"),
    [
        (None, ["config", "show", "mine"], r"clouds\.yaml"),
        (
            "clouds: [",
            ["config", "show", "mine"],
            r"clouds\.yaml:2:1: this is not YAML",
        ),
        ("clouds: 7", ["config", "show", "mine"], r"clouds\.yaml:1.*clouds"),
        (
            "clouds: {mine: {}, yours: {}}",
            ["config", "show", "mien"],
            r"'mien'.*Did you mean 'mine'\?",
        ),
        (
            """\
            clouds:
              mine:
                regions: [east, west]
            """,
            ["config", "show", "mine", "--region", "weast"],
            r"'weast'.*east.*west",
        ),
        (
            "clouds: {mine: {vendor: clodvendor}}",
            ["resolve", "mine"],
            r"'clodvendor'.*[Dd]id you mean.*cloudvendor",
        ),
        (
            "clouds: {mine: {auth: {auth_url: 'http://x'}, auth_type: pasword}}",
            ["catalog", "mine"],
            r"'pasword'.*Did you mean 'password'\?",
        ),
    ],
    ids=[
        "no file",
        "broken YAML",
        "no mapping",
        "unknown cloud",
        "unknown region",
        "unknown vendor",
        "unknown auth_type",
    ],
)
def test_configuration(clouds: str | None, arguments: list[str], sentence: str) -> None:
    status, complaint = stackbase(*arguments, clouds=clouds)

    assert status == 1
    assert re.search(sentence, complaint, re.IGNORECASE), complaint


def test_unknown_command() -> None:
    status, complaint = stackbase("resovle")

    assert status == 2
    assert "resovle" in complaint


@contextmanager
def server(answer: Callable[[BaseHTTPRequestHandler], None]) -> Generator[str]:
    """Run a server that treats every request so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer(self)

        do_POST = do_GET  # noqa: N815 - http.server calls it so

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - as there
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}/v3"
        running.shutdown()


def reply(status: int, body: bytes, **headers: str) -> Any:
    """Return what answers so."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def be_silent(_: BaseHTTPRequestHandler) -> None:
    threading.Event().wait(3)


PAGE = b"<html><body><h1>Please log in</h1></body></html>"


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (be_silent, "silent for too long"),
        (reply(200, PAGE, Content_Type="text/html"), "auth_url"),
        (reply(200, b"{", Content_Length="99"), "cut before the whole answer"),
        (reply(429, b"", Retry_After="1"), "429"),
        (reply(503, PAGE, Content_Type="text/html"), "Please log in"),
    ],
    ids=["slow", "HTML", "cut", "429", "503"],
)
def test_server(answer: Any, sentence: str) -> None:
    with server(answer) as url:
        status, complaint = stackbase("catalog", "mine", clouds=clouds_of(url))

    assert status == 1
    assert sentence in complaint
    assert complaint.count("\n") == 1


def test_server__down() -> None:
    clouds = clouds_of("http://127.0.0.1:1/v3")
    status, complaint = stackbase("catalog", "mine", clouds=clouds)

    assert status == 1
    assert "could not be reached" in complaint


@pytest.mark.live
def test_wrong_password(localcloud: RunningCloud) -> None:
    clouds = clouds_of(localcloud.auth_url, auth_type="v3password", api_timeout=30)
    found = yaml.safe_load(clouds)
    found["clouds"]["mine"]["auth"] |= {
        "user_domain_name": "Default",
        "project_domain_name": "Default",
    }
    status, complaint = stackbase("catalog", "mine", clouds=yaml.safe_dump(found))

    assert status == 1
    assert "refused to log 'demo' in" in complaint
    assert "401" in complaint


@pytest.mark.live
def test_endpoint_missing(
    localcloud: RunningCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in localcloud.environment().items():
        monkeypatch.setenv(name, value)
    status, complaint = stackbase("catalog", "--service", "compute")

    assert status == 1
    assert re.search(
        r"no public endpoint for service 'compute' in region 'RegionOne'.*"
        r"It has identity in RegionOne \(.*public.*\); object-store in RegionOne",
        complaint,
    )


def extension(
    path: Path, name: str, *, code: str = "", api: str = "1.0", distribution: str = ""
) -> None:
    """Write an installed extension, as it lies in site-packages."""
    package = path / (distribution or name).replace("-", "_")
    package.mkdir()
    (package / "__init__.py").write_text(code)
    manifest = {
        "schema": 1,
        "name": name,
        "kind": "vendor",
        "requires_core_api": api,
        "connection": f"{package.name}:Connection",
    }
    (package / "openstack-extension.json").write_text(
        yaml.safe_dump(
            manifest, default_flow_style=True, default_style='"', width=999
        ).replace('!!int "1"', "1")
    )
    info = path / f"{package.name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {distribution or name}\nVersion: 1.0\n"
    )
    (info / "entry_points.txt").write_text(
        f"[openstack.extensions]\n{name} = {package.name}\n"
    )


VENDOR = "clouds: {mine: {vendor: acme, auth: {auth_url: 'http://acme.example'}}}"


def test_vendor__missing() -> None:
    status, complaint = stackbase("resolve", "mine", clouds=VENDOR)

    assert status == 1
    assert "'acme'" in complaint


def test_vendor__raises_on_import(tmp_path: Path) -> None:
    extension(tmp_path, "acme", code="raise RuntimeError('no licence')")
    status, complaint = stackbase("resolve", "mine", clouds=VENDOR, path=tmp_path)

    assert status == 1
    assert re.search(r"acme.*RuntimeError.*no licence", complaint)


def test_vendor__needs_a_newer_core(tmp_path: Path) -> None:
    extension(tmp_path, "acme", code="raise SystemExit('imported')", api="7.0")
    status, complaint = stackbase("resolve", "mine", clouds=VENDOR, path=tmp_path)

    assert status == 1
    assert re.search(r"acme.*7\.0.*1\.0", complaint)
    assert "imported" not in complaint


def test_vendor__shares_its_name(tmp_path: Path) -> None:
    extension(tmp_path, "acme", distribution="acme-one")
    extension(tmp_path, "acme", distribution="acme-two")
    status, complaint = stackbase("resolve", "mine", clouds=VENDOR, path=tmp_path)

    assert status == 1
    assert re.search(r"acme-one.*acme-two", complaint)


def test_openstacksdk_is_installed_as_well(tmp_path: Path) -> None:
    info = tmp_path / "openstacksdk-4.22.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: openstacksdk\nVersion: 4.22.0\n"
    )
    status, complaint = stackbase("config", "list", path=tmp_path)

    assert status == 1
    assert "openstacksdk 4.22.0" in complaint
