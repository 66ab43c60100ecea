"""A cloud on this machine, from its start to its end."""

from __future__ import annotations

import contextlib
import functools
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import yaml

from openstack.localcloud import packages, process, readiness
from openstack.localcloud.errors import LocalCloudError
from openstack.localcloud.plan import REGION, USERS, Plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


@attrs.frozen(kw_only=True)
class RunningCloud:
    """A cloud that runs on this machine."""

    #: Where it keeps everything; gone when the cloud is.
    directory: Path
    #: Where a user logs in.
    auth_url: str

    @property
    def clouds_yaml(self) -> Path:
        """The file with its clouds.

        They are ``localcloud`` and ``localcloud-alt``, of two users who have nothing
        in common, and ``localcloud-admin``.
        """
        return self.directory / "clouds.yaml"

    def environment(self, cloud: str = "localcloud") -> dict[str, str]:
        """Return the environment variables that choose one of its clouds."""
        return {
            "OS_CLIENT_CONFIG_FILE": str(self.clouds_yaml),
            "OS_CLOUD": cloud,
        }


class LocalCloud:
    """Keystone and Swift on this machine, for as long as the block runs.

    Everything ends with the block, and also when the process that started it ends in
    whatever way. Nothing is left behind. Several can run at the same time.

    :param progress: is told in a few words what happens while the cloud starts.
    :param start_timeout: the seconds after which a start has failed.
    """

    def __init__(
        self,
        *,
        progress: Callable[[str], None] | None = None,
        start_timeout: float = 60,
    ) -> None:
        self._progress = progress or _ignore
        self._start_timeout = start_timeout
        self._servers: tuple[process.Server, ...] = ()
        self._exit = contextlib.ExitStack()

    def __enter__(self) -> RunningCloud:
        if self._servers:
            raise LocalCloudError(
                "This cloud runs already; make a LocalCloud of its own."
            )
        packages.require()
        with contextlib.ExitStack() as stack:
            cloud = self._start(stack)
            self._exit = stack.pop_all()
        return cloud

    def __exit__(
        self,
        error_class: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._servers = ()
        self._exit.close()

    def check(self) -> None:
        """Make sure that all servers still run.

        :raises LocalCloudError: when one has ended.
        """
        for server in self._servers:
            server.check()

    def _start(self, stack: contextlib.ExitStack) -> RunningCloud:
        deadline = time.monotonic() + self._start_timeout
        directory = Path(tempfile.mkdtemp(prefix="stackbase-localcloud-"))
        stack.callback(shutil.rmtree, directory, ignore_errors=True)
        with process.listen() as at_keystone, process.listen() as at_swift:
            plan = Plan.draw(
                keystone_port=at_keystone.getsockname()[1],
                swift_port=at_swift.getsockname()[1],
            )
            cloud = RunningCloud(directory=directory, auth_url=plan.auth_url)
            _write_clouds_yaml(cloud.clouds_yaml, plan)
            run = functools.partial(process.running, directory=directory, plan=plan)
            self._progress("starting Keystone")
            keystone = stack.enter_context(
                run("keystone", title="Keystone", listener=at_keystone)
            )
            self._progress("starting Swift")
            swift = stack.enter_context(run("swift", title="Swift", listener=at_swift))
        self._progress("waiting for Keystone")
        access = readiness.log_in(keystone, plan=plan, deadline=deadline)
        self._progress("waiting for Swift")
        readiness.open_storage(swift, access=access, deadline=deadline)
        self._servers = (keystone, swift)
        return cloud


def _ignore(_: str) -> None:
    """Tell nobody."""


def _write_clouds_yaml(path: Path, plan: Plan) -> None:
    """Write the file, which only its owner may read: it has the passwords."""
    clouds = {
        user.cloud: {"auth": plan.credentials(user), "region_name": REGION}
        for user in USERS
        if user.cloud
    }
    path.touch(mode=0o600)
    path.write_text(yaml.safe_dump({"clouds": clouds}, sort_keys=False))
