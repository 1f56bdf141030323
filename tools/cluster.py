"""A PostgreSQL cluster that lives as long as a block of code, under the temporary folder.

Its server never runs as root, which PostgreSQL refuses: rights are dropped to « nobody ». It listens on a
socket in its own folder, so that two runs side by side never meet.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def binaries() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest one, or None."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
        reverse=True,
    )
    on_path = shutil.which("initdb")
    if on_path:
        found.insert(0, Path(on_path).resolve())
    return next((path.parent for path in found if (path.parent / "postgres").exists()), None)


def unprivileged() -> dict[str, Any]:
    """Return the arguments of ``subprocess`` that drop root's rights; nothing for anyone else."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@contextmanager
def throwaway_postgresql() -> Iterator[str]:
    """Start a cluster, yield its ``DATABASE_URL``, stop and remove it however the block ends."""
    programs = binaries()
    if programs is None:
        raise FileNotFoundError("PostgreSQL's server programs (initdb, postgres) were not found.")
    rights = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="maillage-pg-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        if rights:
            os.chown(folder, rights["user"], rights["group"])
        options = ["--username=maillage", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(
            [programs / "initdb", f"--pgdata={folder / 'data'}", *options],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
            **rights,
        )
        with (folder / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [programs / "postgres", "-D", folder / "data", *server_options(folder)],
                stdout=log,
                stderr=log,
                cwd=folder,
                # Ctrl-C belongs to the runner, which stops the server last.
                start_new_session=True,
                **rights,
            )
        wait_until_ready(programs, folder, server)
        subprocess.run([programs / "createdb", "-h", folder, "-U", "maillage", "maillage"], check=True)
        yield f"postgresql://maillage@/maillage?host={folder}"
    finally:
        if server is not None:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def server_options(folder: Path) -> list[str]:
    """Return options that make a cluster fast and unreachable; its data need not survive a power cut."""
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 100,
        "shared_buffers": "128MB",
        "timezone": "UTC",
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def wait_until_ready(
    programs: Path, folder: Path, server: subprocess.Popen[bytes], seconds: float = 30
) -> None:
    """Wait until the server accepts connections; raise with its log when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        if subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode == 0:
            return
        time.sleep(0.1)
    raise RuntimeError(
        f"PostgreSQL did not start:\n{(folder / 'server.log').read_text(errors='replace')[-2000:]}"
    )
