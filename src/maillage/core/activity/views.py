"""The journal, for the coordination."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.activity import domain, queries
from maillage.core.activity.forms import JournalFilters, RedactionForm
from maillage.core.activity.models import Entry, RedactionReason
from maillage.core.activity.words import verb_in_words
from maillage.core.ui.access import staff_required

ENTRIES_A_PAGE = 50


@staff_required
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Show the journal in words, newest first, filtered by what was done and by person."""
    form = JournalFilters(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.entries(
        verb=wanted.get("verb", ""), reference=wanted.get("person", ""), before=wanted.get("before")
    )
    page = list(found[: ENTRIES_A_PAGE + 1]) if form.is_valid() else []
    shown, more = page[:ENTRIES_A_PAGE], len(page) > ENTRIES_A_PAGE
    names = queries.names_of(ref for entry in shown for ref in (entry.actor, entry.target, *entry.others))
    lines = [
        {
            "entry": entry,
            "who": names.get(entry.actor, _("The house")),
            "did": verb_in_words(entry.verb),
            "what": names.get(entry.target, ""),
            "others": [names[reference] for reference in entry.others],
            "note": getattr(entry, "note", None),
        }
        for entry in shown
    ]
    older = request.GET.copy()
    if more:
        older["before"] = str(shown[-1].sequence)
    context = {
        "form": form,
        "lines": lines,
        "older": older.urlencode() if more else "",
        "reasons": RedactionReason.choices,
    }
    return render(request, "activity/journal.html", context)


@staff_required
@require_POST
def redact(request: HttpRequest, sequence: int) -> HttpResponse:
    """Remove the free text of an entry for good."""
    entry = get_object_or_404(Entry.objects.filter(note__isnull=False), pk=sequence)
    form = RedactionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("The text was kept: choose why it must be removed, then confirm again."))
    elif domain.redact(
        entry=entry, why=RedactionReason(form.cleaned_data["why"]), by=request.user, screen="activity:journal"
    ):
        messages.success(request, _("The text was removed for good. The journal keeps when and why."))
    else:
        messages.warning(request, _("The text had been removed already: nothing changed."))
    return redirect("activity:journal")
