"""What browsers are told of every answer, beside the content security policy of the settings."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What a page may ask of the device: where the visitor stands (« Trouver mon contact ») and passkeys.
ASKED_OF_THE_DEVICE = ("geolocation", "publickey-credentials-create", "publickey-credentials-get")
NEVER_ASKED = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "camera",
    "display-capture",
    "encrypted-media",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join(
    [*(f"{name}=(self)" for name in ASKED_OF_THE_DEVICE), *(f"{name}=()" for name in NEVER_ASKED)]
)


class BrowserHeadersMiddleware:
    """Close what pages do not use, keep private pages out of caches, and empty the browser at sign-out.

    A page is private as soon as the request shows a session, or its view asks for a sign-in: it is then
    stored nowhere, unless the view itself says how (a live screen, revalidated at each poll).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Read before the view, which may end the session.
        private = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = self.get_response(request)
        match = request.resolver_match
        private = private or match is None or getattr(match.func, "login_required", True)
        if private:
            response.headers.setdefault("Cache-Control", "private, no-store")
        if request.method == "POST" and match is not None and match.view_name == "account_logout":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        # What the interface serves to any site's pages says so by its Access-Control-Allow-Origin.
        shared = "Access-Control-Allow-Origin" in response.headers
        response.headers.setdefault(
            "Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin"
        )
        return response
