"""``python -m maillage.cli.leash PID COMMAND…``: become a command that ends with its parent, come what may.

A parent that is killed (``kill -9``, memory exhausted) ends nobody in order. On Linux the kernel tells the
child: it gets SIGTERM, as if asked politely. The wish survives ``exec``, so that no process of ours stays in
between. On other systems the command runs without a leash.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


def on_a_leash(command: list[str]) -> list[str]:
    """Return the command line that runs ``command`` for as long as the present process lives."""
    return [sys.executable, "-m", "maillage.cli.leash", str(os.getpid()), *command]


def main(parent: int, command: list[str]) -> None:
    """Ask to end with ``parent``, then become ``command``."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # it ended before the wish was heard
            sys.exit(143)
    os.execv(command[0], command)  # noqa: S606 -- our own command line, no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
