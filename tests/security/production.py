"""Settings as a production server reads them, from a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

READ = """
import json, django
from django.conf import settings
django.setup()
from django.urls import get_resolver
from maillage.core.ui.notices import NoticeCookie
known = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
known["NOTICE_COOKIE_NAME"] = NoticeCookie.cookie_name
known["URLS"] = list(get_resolver().namespace_dict)
print(json.dumps(known, default=str))
"""


def production_environment(folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a server in production, with nothing of the suite's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("MAILLAGE_", "DATABASE_", "DJANGO_"))
    }
    return {
        **kept,
        "MAILLAGE_SECRET_KEY": "a key for one test only, long enough to please the checks " * 2,
        "MAILLAGE_HOSTS": "maillage.example.org",
        "MAILLAGE_PUBLIC_URL": "https://maillage.example.org",
        "MAILLAGE_VAR": str(folder),
        "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        **more,
    }


def run_in_production(code: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python code under production settings."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=production_environment(folder, **more),
        capture_output=True,
        text=True,
        check=False,
    )


def production_settings(folder: Path) -> dict[str, Any]:
    """Return every setting by its name, as production has them, and what the tests ask besides."""
    done = run_in_production(READ, folder)
    assert done.returncode == 0, done.stderr
    settings: dict[str, Any] = json.loads(done.stdout)
    return settings
