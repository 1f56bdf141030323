"""Settings of the suite: the local profile, in a folder that disappears.

Nothing of the machine's own Maillage is read: a production ``DATABASE_URL`` in the environment is replaced.
The runner names another database with ``MAILLAGE_TEST_DATABASE_URL``.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "MAILLAGE_TEST_VAR" not in os.environ:
    # Made once by the first process; the workers of the suite and the commands they start inherit it.
    os.environ["MAILLAGE_TEST_VAR"] = tempfile.mkdtemp(prefix="maillage-tests-")
    atexit.register(shutil.rmtree, os.environ["MAILLAGE_TEST_VAR"], ignore_errors=True)

FOLDER = Path(os.environ["MAILLAGE_TEST_VAR"])
for name in [name for name in os.environ if name.startswith(("MAILLAGE_", "PROCONNECT_"))]:
    if not name.startswith("MAILLAGE_TEST_"):
        del os.environ[name]
os.environ["MAILLAGE_DEMO"] = "1"
os.environ["MAILLAGE_VAR"] = str(FOLDER / os.environ.get("PYTEST_XDIST_WORKER", "main"))
os.environ["DATABASE_URL"] = os.environ.get(
    "MAILLAGE_TEST_DATABASE_URL", f"sqlite://{FOLDER / 'unused.sqlite3'}"
)
# Playwright's own loop runs in the thread of the test; the database is used from that thread alone.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from maillage.config.settings import *  # noqa: E402, F403 -- the environment above must be set first

if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405 -- from the settings above
    # A file, as in production: a database in memory has other locks.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}  # noqa: F405 -- from the settings above
    # Nothing waits for the disk: a killed process loses no write, and a cut of power ends the run anyway.
    DATABASES["default"]["OPTIONS"]["init_command"] += ";PRAGMA synchronous=OFF"  # noqa: F405 -- the same
STORAGES["staticfiles"] = {  # noqa: F405 -- from the settings above
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Every test comes from one address; those on the limit set their own.
API_REQUESTS_PER_MINUTE = 1_000_000
# Fast on purpose: no test measures how slow a password is to guess.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
