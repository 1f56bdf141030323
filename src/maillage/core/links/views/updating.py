"""What the house and the structures say of their links: how it goes, what came of it, what to put right."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.links import forms
from maillage.core.links.domain import following, ledger, outcomes
from maillage.core.links.models import Link, LinkParty, LinkStep, Outcome
from maillage.core.links.queries.ledger import parties_of
from maillage.core.links.rules.rights import may_update
from maillage.core.links.views.ledger import found
from maillage.core.organisations.queries import standing

house = roles_required(Role.COORDINATOR, Role.OFFICER)


def writable(request: PersonRequest, pk: int) -> Link:
    """Return a link that the person may update; unknown to them: 404; only read: 403, in words."""
    link = found(request, pk)
    if not may_update(request.user, link):
        raise PermissionDenied(
            _("Those who speak for one of its structures, and the département's officers, write here.")
        )
    return link


def answer(request: PersonRequest, form: BaseForm, heading: str, link: Link, button: str) -> HttpResponse:
    """Show a form, empty or with what is wrong in it."""
    context = {"form": form, "heading": heading, "link": link, "button": button}
    return render(request, "links/form.html", context)


def move(request: PersonRequest, pk: int) -> HttpResponse:
    """Say how a link goes."""
    link = writable(request, pk)
    wanted = request.GET.get("etat", "")
    form = forms.MoveForm(posted(request), link=link)
    if wanted in Link.State.values:
        form.initial["state"] = wanted
    if request.method == "POST" and form.is_valid():
        try:
            following.move(link=link, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("It is written in its timeline."))
            return redirect("links:sheet", link.pk)
    return answer(request, form, _("How does it go?"), link, _("Write it down"))


def put_off(request: PersonRequest, pk: int) -> HttpResponse:
    """Expect news later."""
    link = writable(request, pk)
    form = forms.PutOffForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            following.put_off(link=link, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("until", refusal.messages)
        else:
            messages.success(request, _("Nobody is asked before that day."))
            return redirect("links:sheet", link.pk)
    return answer(request, form, _("Ask for news later"), link, _("Put off to this day"))


def outcome(request: PersonRequest, pk: int) -> HttpResponse:
    """Record what came of a link."""
    link = writable(request, pk)
    return _outcome_page(request, link, None, _("What came of it"))


def correct_outcome(request: PersonRequest, pk: int, corrected: int) -> HttpResponse:
    """Put an outcome right by another row; the first one stays readable."""
    link = writable(request, pk)
    wrong = get_object_or_404(Outcome.objects.counted().select_related("unit"), link=link, pk=corrected)
    return _outcome_page(request, link, wrong, _("Put this outcome right"))


def _outcome_page(request: PersonRequest, link: Link, wrong: Outcome | None, heading: str) -> HttpResponse:
    told = (
        {"quantity": wrong.unit.exact(wrong.quantity), "unit": wrong.unit, "day": wrong.day} if wrong else {}
    )
    # The row is checked whole by the verb, which knows what it corrects.
    form = forms.OutcomeForm(
        posted(request), request.FILES or None, initial=told, instance=Outcome(link=link, corrects=wrong)
    )
    if request.method == "POST" and form.is_valid():
        try:
            outcomes.record_outcome(link=link, actor=request.user, corrects=wrong, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("It is recorded, with where it is known from."))
            return redirect("links:sheet", link.pk)
    return answer(request, form, heading, link, _("Record"))


def change(request: PersonRequest, pk: int) -> HttpResponse:
    """Put right what a link says of itself."""
    link = writable(request, pk)
    form = forms.ChangeForm(posted(request), instance=link, visitor=request.user)
    parties = parties_of(link)
    who = forms.WhoForm(posted(request), visitor=request.user, places=len(parties), initial=_who(parties))
    # Both are read, so that every fault is told at once.
    if request.method == "POST" and all([form.is_valid(), who.is_valid()]):
        try:
            ledger.change(link=link, parties=who.parties(), actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("The link says so now."))
            return redirect("links:sheet", link.pk)
    context = {"form": form, "who": who, "link": link}
    return render(request, "links/change.html", context)


def _who(parties: list[LinkParty]) -> dict[str, str]:
    said: dict[str, str] = {}
    for place, party in enumerate(parties, start=1):
        said |= {f"structure_{place}": standing(party.organisation).name, f"part_{place}": party.role}
    return said


@house
@require_POST
def redact(request: PersonRequest, pk: int, kind: str, said: int) -> HttpResponse:
    """Take a free text out for good."""
    link = found(request, pk)
    row: LinkStep | Outcome
    if kind == "etape":
        row = get_object_or_404(LinkStep, link=link, pk=said)
    elif kind == "retombee":
        row = get_object_or_404(Outcome, link=link, pk=said)
    else:
        raise Http404
    try:
        following.redact(said=row, actor=request.user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The text is removed; the rest stays."))
    return redirect("links:sheet", link.pk)
