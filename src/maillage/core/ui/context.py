"""What every template may read of the interface itself."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def interface(request: HttpRequest) -> dict[str, Any]:
    """Give the demonstration banner and the other languages to offer."""
    return {
        "demonstration": settings.DEMO,
        "other_languages": [(code, name) for code, name in settings.LANGUAGES if code != get_language()],
        "here": request.get_full_path(),
    }
