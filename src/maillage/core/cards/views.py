"""Pages of offers and needs."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.cards import domain
from maillage.core.cards.forms import CardForm, StateForm
from maillage.core.cards.models import Card, CardSubject
from maillage.core.cards.queries import card_page
from maillage.core.cards.rules import may_edit, visible_to
from maillage.core.organisations.models import Organisation
from maillage.core.organisations.views.common import as_it_stands, sheet_to_edit
from maillage.core.ui.access import public
from maillage.core.ui.http import key_said


@public
def listing(request: HttpRequest) -> HttpResponse:
    """List what is offered and sought, as far as this visitor may read it."""
    kind = request.GET.get("quoi", "")
    kind = kind if kind in Card.Kind.values else ""
    wanted = request.GET.get("sujet", "")[:40]
    after = request.GET.get("apres", "")
    subject = CardSubject.objects.filter(key=wanted).first()
    page = card_page(request.user, kind=kind, subject=subject, after=key_said(after))
    following = request.GET.copy()
    following["apres"] = str(page.after)
    context = {
        "page": page,
        "kind": kind,
        "subject": subject,
        "subjects": CardSubject.objects.order_by("position", "pk"),
        "following": following.urlencode() if page.after else "",
    }
    return render(request, "cards/list.html", context)


@public
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one offer or need to those who may read it; to others it does not exist."""
    rows = Card.objects.filter(visible_to(request.user)).select_related("organisation", "subject", "place")
    found = get_object_or_404(rows, pk=pk)
    context = {"card": found, "may_edit": may_edit(request.user, found)}
    return render(request, "cards/card.html", context)


def add(request: PersonRequest, slug: str) -> HttpResponse:
    """Write an offer or a need of a structure."""
    organisation = sheet_to_edit(request, slug)
    kind = request.GET.get("quoi", "")
    initial = {"kind": kind} if kind in Card.Kind.values else {}
    return _form_page(request, Card(organisation=organisation, state=Card.State.OPEN), initial)


def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct an offer or a need."""
    return _form_page(request, _own_card(request, pk), {})


def _form_page(request: PersonRequest, written: Card, initial: dict[str, str]) -> HttpResponse:
    organisation: Organisation = written.organisation
    with as_it_stands(request, organisation):
        if request.method == "POST" and written.pk:
            written.refresh_from_db()
        form = CardForm(posted(request), instance=written, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                domain.keep(card=form.instance, actor=request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("It is on the sheet of the structure."))
                return redirect("organisations:sheet", organisation.slug)
    context = {"form": form, "organisation": organisation, "card": written}
    return render(request, "cards/edit.html", context)


def state(request: PersonRequest, pk: int) -> HttpResponse:
    """Open a card, say that it was met, or withdraw it."""
    found = _own_card(request, pk)
    form = StateForm(posted(request), state=found.state)
    if request.method == "POST" and form.is_valid():
        try:
            domain.move(card=found, state=form.cleaned_data["state"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Done."))
            return redirect("organisations:sheet", found.organisation.slug)
    context = {"form": form, "organisation": found.organisation, "card": found}
    return render(request, "cards/state.html", context)


def _own_card(request: PersonRequest, pk: int) -> Card:
    rows = Card.objects.filter(visible_to(request.user)).select_related("organisation", "place")
    found = get_object_or_404(rows, pk=pk)
    if not may_edit(request.user, found):
        raise PermissionDenied(
            _("This card is kept by the people of the structure and by the département's officers.")
        )
    return found
