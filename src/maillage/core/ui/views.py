"""Pages that belong to the interface itself: choice of language, and errors in words."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from maillage.core.ui.access import public


@public
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Remember a language for a year, because the person asked for it."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    back = request.GET.get("retour", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
    )
    return response


def _tell(request: HttpRequest, status: int, *, what: str, kept: str, do: str) -> HttpResponse:
    return render(request, "ui/error.html", {"what": what, "kept": kept, "do": do}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return _tell(
        request,
        400,
        what=_("This request cannot be read"),
        kept=_("Nothing was changed."),
        do=_("Go back, check the form and send it again. If a file was joined, it may be too large."),
    )


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _tell(
        request,
        403,
        what=_("This page is not open to you"),
        kept=str(exception) or _("Your role does not open it. Nothing was changed."),
        do=_("If you need it, ask the coordination of your département to give you access."),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return _tell(
        request,
        404,
        what=_("This page does not exist, or no longer"),
        kept=_("A private link may have expired: what it showed was erased as announced."),
        do=_("Check the address, or start again from the home page."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    return _tell(
        request,
        403,
        what=_("This form was open for too long"),
        kept=_("Nothing was changed: the form could not prove that it comes from this site."),
        do=_("Go back, reload the page and send the form again. Cookies must be allowed for this site."),
    )


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Answer without the database or the portal: one of them may be what fails."""
    context: dict[str, Any] = {
        "what": _("The site met a fault of its own"),
        "kept": _("What you had saved before is safe; what you just sent may not be."),
        "do": _("Wait a minute and try again. The fault was written down for those who run the site."),
    }
    return HttpResponse(render_to_string("ui/server_error.html", context), status=500)
