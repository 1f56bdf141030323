"""``python -m maillage.cli``: the same as the ``maillage`` command."""

import sys

from maillage.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
