"""Compile ``requirements/*.in`` into locks with hashes, for every Python and platform at once.

No download address is written: a lock says which content is trusted, the machine says where it comes from.
"""

import subprocess
import sys

from tools.prepare import ROOT

OPTIONS = (
    "--universal",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--quiet",
    "--python-version=3.11",
)


def main() -> int:
    """Compile each lock after the one that constrains it; extra arguments (``--upgrade``) go to uv."""
    for name in ("runtime", "bench", "dev"):
        files = [f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, *sys.argv[1:], *files]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
