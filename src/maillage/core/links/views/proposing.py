"""Write a link, one question group a screen: who, what and from where, how it stands.

What was typed is kept in the session from screen to screen, so that it can be taken up again later; nothing
is in the ledger before the last one. The address of the first screen may name structures and the event where
they met (``?rencontre=…&structure=…&structure=…``): it begins anew with them.
"""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core.accounts.access import PersonRequest
from maillage.core.events.models import Event
from maillage.core.events.queries import shown
from maillage.core.links import forms
from maillage.core.links.domain import ledger
from maillage.core.links.models import Link
from maillage.core.links.origins import Origin
from maillage.core.links.rules.rights import spoken_for
from maillage.core.links.views.ledger import speaks_somewhere
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.queries import by_slug
from maillage.core.organisations.rules import is_house, may_see

KEPT = "links.proposal"
# Structures that one link may begin with; more are joined by correcting it.
MOST = 12


@dataclass(frozen=True)
class Step:
    """One screen: its name in addresses, its title, its button."""

    name: str
    title: str | Promise
    button: str | Promise


STEPS = (
    Step("qui", gettext_lazy("Which structures?"), gettext_lazy("Continue")),
    Step("quoi", gettext_lazy("What do they do together?"), gettext_lazy("Continue")),
    Step("suite", gettext_lazy("Where does it stand?"), gettext_lazy("Write this link")),
)
NAMES = [step.name for step in STEPS]


def propose(request: PersonRequest, step: str) -> HttpResponse:
    """Show one screen, or keep what it says and lead to the next one."""
    if not speaks_somewhere(request.user):
        raise PermissionDenied(
            _("Those who speak for a structure, and the département's officers, write links.")
        )
    if step not in NAMES:
        raise Http404
    kept: dict[str, str] = request.session.get(KEPT, {})
    if step == NAMES[0] and (met_at := request.GET.get("rencontre")):
        kept = _begun_at(met_at)
    for before in NAMES[: NAMES.index(step)]:
        # Each screen is asked in its turn; what was typed before may no longer hold (a sheet was closed).
        if not _form(before, request, kept, bound=True).is_valid():
            return redirect("links:propose", before)
    sent = request.POST.dict() if request.method == "POST" else None
    form = _form(step, request, sent if sent is not None else kept, bound=sent is not None)
    if sent is not None and form.is_valid():
        kept |= {form.add_prefix(name): sent.get(form.add_prefix(name), "") for name in form.fields}
        request.session[KEPT] = kept
        if step != NAMES[-1]:
            return redirect("links:propose", NAMES[NAMES.index(step) + 1])
        answer = _write(request, kept, form)
        if answer:
            return answer
    context = {
        "form": form,
        "steps": STEPS,
        "step": STEPS[NAMES.index(step)],
        "number": NAMES.index(step) + 1,
    }
    return render(request, "links/propose.html", context)


def _form(step: str, request: PersonRequest, said: dict[str, str], *, bound: bool) -> BaseForm:
    """Return the form of a screen: bound to what was said, or showing it as a beginning."""
    data = None
    if bound:
        data = QueryDict(mutable=True)
        data.update(said)
    match step:
        case "qui":
            begun_with = _named(request)
            return forms.WhoForm(
                data, visitor=request.user, initial=begun_with | said, places=_places(begun_with | said)
            )
        case "quoi":
            return forms.WhatForm(data, initial=said)
        case _:
            begun: dict[str, Any] = {
                "state": Link.State.PROPOSED,
                "on": timezone.localdate(),
                "visibility": Link.Visibility.PARTIES,
            }
            return forms.HowForm(data, visitor=request.user, initial=begun | said)


def _begun_at(public_id: str) -> dict[str, str]:
    """Begin with the event where the structures met, as it is called; with nothing when there is none."""
    event = _event(public_id)
    return {"rencontre": str(event.public_id), "origin_label": event.title} if event else {}


def _event(public_id: str) -> Event | None:
    try:
        return shown(UUID(public_id))
    except ValueError:
        return None


def _named(request: PersonRequest) -> dict[str, str]:
    """Begin with the structures of the address, or with the person's own when they have one."""
    named = [by_slug(slug) for slug in request.GET.getlist("structure")[:MOST]]
    readable = [each.name for each in named if each and may_see(request.user, each)]
    if not readable and not is_house(request.user):
        own = Organisation.objects.filter(spoken_for(request.user)).order_by("folded", "pk").first()
        readable = [own.name] if own else []
    return {f"structure_{place}": name for place, name in enumerate(readable, start=1)}


def _places(said: dict[str, str]) -> int:
    """Return how many places the structures named so far take: the screen has room for all of them."""
    return sum(f"structure_{place}" in said for place in range(1, MOST + 1))


def _origin(public_id: str, label: str) -> Origin:
    """Return the event where they met, in the words that were typed; whoever erases them takes it out."""
    event = _event(public_id) if public_id and label else None
    return replace(Origin.of(event), label=label) if event else Origin(label=label)


def _write(request: PersonRequest, kept: dict[str, str], how: BaseForm) -> HttpResponse | None:
    who, what = (_form(name, request, kept, bound=True) for name in NAMES[:2])
    if not (isinstance(who, forms.WhoForm) and who.is_valid() and what.is_valid()):
        return redirect("links:propose", NAMES[0])
    try:
        said = what.cleaned_data | how.cleaned_data
        proposal = ledger.Proposal(
            parties=who.parties(),
            origin=_origin(kept.get("rencontre", ""), said.pop("origin_label")),
            follower=request.user if is_house(request.user) else None,
            **said,
        )
        link = ledger.propose(proposal, actor=request.user)
    except ValidationError as refusal:
        how.add_error(None, refusal.messages)
        return None
    del request.session[KEPT]
    messages.success(request, _("The link is in the ledger; news is asked for when the time comes."))
    return redirect("links:sheet", link.pk)
