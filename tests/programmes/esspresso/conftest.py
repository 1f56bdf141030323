"""The browser of the suite, for the journey of this room."""

from tests.browser.conftest import browser, page_at, portal

__all__ = ["browser", "page_at", "portal"]
