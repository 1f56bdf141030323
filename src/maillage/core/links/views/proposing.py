"""Write a link, one question group a screen: who, what and from where, how it stands.

What was typed is kept in the session from screen to screen, so that it can be taken up again later; nothing
is in the ledger before the last one.
"""

from dataclasses import dataclass
from typing import Any

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
            return forms.WhoForm(data, visitor=request.user, initial=_own_structure(request) | said)
        case "quoi":
            return forms.WhatForm(data, initial=said)
        case _:
            begun: dict[str, Any] = {
                "state": Link.State.PROPOSED,
                "on": timezone.localdate(),
                "visibility": Link.Visibility.PARTIES,
            }
            return forms.HowForm(data, visitor=request.user, initial=begun | said)


def _own_structure(request: PersonRequest) -> dict[str, str]:
    """Begin with the structure of the address, or with the person's own when they have one."""
    slug = request.GET.get("structure", "")
    named = by_slug(slug) if slug else None
    if named and may_see(request.user, named):
        return {"structure_1": named.name}
    if is_house(request.user):
        return {}
    own = Organisation.objects.filter(spoken_for(request.user)).order_by("folded", "pk").first()
    return {"structure_1": own.name} if own else {}


def _write(request: PersonRequest, kept: dict[str, str], how: BaseForm) -> HttpResponse | None:
    who, what = (_form(name, request, kept, bound=True) for name in NAMES[:2])
    if not (isinstance(who, forms.WhoForm) and who.is_valid() and what.is_valid()):
        return redirect("links:propose", NAMES[0])
    try:
        said = what.cleaned_data | how.cleaned_data
        proposal = ledger.Proposal(
            parties=who.parties(),
            origin=Origin(label=said.pop("origin_label")),
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
