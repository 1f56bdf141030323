"""Where the Chromium of this machine is: the system's own, never one fetched from elsewhere."""

import shutil

# The headless shell first: the same engine and the same pages, without the browser's own windows around them,
# for a quarter less work.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
TO_INSTALL = "sudo apt install chromium-headless-shell"


def chromium() -> str | None:
    """Return the program's path; None when this machine has none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)
