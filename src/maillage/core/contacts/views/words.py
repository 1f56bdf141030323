"""What visitors say of the contacts that they were given: the coordination's queue."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest
from maillage.core.contacts.domain import words as domain
from maillage.core.contacts.models import WrongContactReport
from maillage.core.contacts.views.contacts import coordination, refused

WORDS_SHOWN = 50


@coordination
@require_safe
def words(request: PersonRequest) -> HttpResponse:
    """List the words to look at, the oldest first, then the last ones dealt with."""
    found = WrongContactReport.objects.select_related("contact", "commune", "handled_by")
    context = {
        "waiting": found.filter(state=WrongContactReport.State.NEW)[:WORDS_SHOWN],
        "settled": found.exclude(state=WrongContactReport.State.NEW)
        .filter(says_right=False)
        .order_by("-handled_at", "-pk")[:10],
        "right": found.filter(says_right=True).count(),
    }
    return render(request, "contacts/words.html", context)


@coordination
@require_POST
def settle(request: PersonRequest, pk: int) -> HttpResponse:
    """Say what came of a word."""
    word = get_object_or_404(WrongContactReport, pk=pk)
    outcomes = {
        state.value: state for state in (WrongContactReport.State.CORRECTED, WrongContactReport.State.RIGHT)
    }
    outcome = outcomes.get(request.POST.get("outcome", ""))
    if outcome is None:
        messages.error(request, _("The word was kept: say whether the contact was corrected, or was right."))
        return redirect("contacts:words")
    try:
        domain.settle(word=word, outcome=outcome, actor=request.user)
    except ValidationError as refusal:
        refused(request, refusal)
    else:
        messages.success(request, _("Noted: %(outcome)s.") % {"outcome": outcome.label})
    return redirect("contacts:words")
