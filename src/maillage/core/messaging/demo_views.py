"""The demonstration's mailbox: everyone reads every letter, so that each link can be tried."""

from csp.constants import NONE
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from maillage.core.messaging import queries
from maillage.core.messaging.models import DemoLetter
from maillage.core.ui.access import public
from maillage.core.ui.http import key_said

LETTERS_A_PAGE = 50
NOTHING_RUNS = {"default-src": [NONE], "sandbox": ["allow-popups"]}


@public
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first."""
    before = request.GET.get("before", "")
    page = list(queries.letters(before=key_said(before))[: LETTERS_A_PAGE + 1])
    shown = page[:LETTERS_A_PAGE]
    older = shown[-1].pk if len(page) > LETTERS_A_PAGE else None
    return render(request, "messaging/mailbox.html", {"letters": shown, "older": older})


@public
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a letter's text, its links clickable."""
    return render(request, "messaging/letter.html", {"letter": get_object_or_404(DemoLetter, pk=pk)})


@public
@require_safe
@csp(NOTHING_RUNS)  # type: ignore[arg-type]  # typed for views without arguments
def formatted_letter(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view takes the request
    """Send a letter's formatted version in a box where nothing runs and nothing is loaded."""
    return HttpResponse(get_object_or_404(DemoLetter.objects.exclude(html=""), pk=pk).html)
