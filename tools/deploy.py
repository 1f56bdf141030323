"""Run Django's deployment checks on the strict profile, as a production server would see it."""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Check with settings that stand for a real portal, and fail on any warning."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("MAILLAGE_", "DATABASE_"))
    }
    with tempfile.TemporaryDirectory() as folder:
        production = {
            "MAILLAGE_SECRET_KEY": secrets.token_urlsafe(64),
            "MAILLAGE_HOSTS": "maillage.example.org",
            "MAILLAGE_PUBLIC_URL": "https://maillage.example.org",
            "MAILLAGE_VAR": folder,
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=inherited | production, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
