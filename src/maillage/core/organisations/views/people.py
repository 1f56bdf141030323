"""Pages of the people of a structure: who belongs to it, joins, leaves, takes over."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.accounts.models import Person
from maillage.core.organisations.domain import memberships
from maillage.core.organisations.forms.sheets import HandOverForm, MemberForm
from maillage.core.organisations.models import Membership, Organisation
from maillage.core.organisations.queries import members_of
from maillage.core.organisations.views.common import sheet_to_edit


def members(request: PersonRequest, slug: str) -> HttpResponse:
    """List who belongs to a structure, and who did."""
    organisation = sheet_to_edit(request, slug)
    rows = list(members_of(organisation))
    today = timezone.localdate()
    current = [row for row in rows if row.state == "asked" or row.is_held_after(today)]
    former = [row for row in rows if row not in current]
    context = {"organisation": organisation, "current": current, "former": former}
    return render(request, "organisations/members.html", context)


def join(request: PersonRequest, slug: str) -> HttpResponse:
    """Attach an account to a structure."""
    organisation = sheet_to_edit(request, slug)
    form = MemberForm(posted(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        person = _account(form, wanted["email"])
        if person:
            try:
                memberships.join(
                    organisation=organisation,
                    person=person,
                    role=wanted["role"],
                    kind=wanted["kind"],
                    title=wanted["title"],
                    actor=request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("%(person)s belongs to the structure.") % {"person": person})
                return redirect("organisations:members", organisation.slug)
    context = {"form": form, "organisation": organisation, "title": _("Attach someone")}
    return render(request, "organisations/member_form.html", context)


def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Accept or refuse (POST) someone who asked to belong to a structure."""
    organisation = sheet_to_edit(request, slug)
    membership = _membership(organisation, pk, Membership.State.ASKED)
    if request.method == "POST":
        accepted = request.POST.get("reponse") == "oui"
        try:
            memberships.answer(membership=membership, accepted=accepted, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(
                request, _("Accepted.") if accepted else _("Refused; the person keeps their account.")
            )
        return redirect("organisations:members", organisation.slug)
    context = {"organisation": organisation, "membership": membership}
    return render(request, "organisations/answer.html", context)


def end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Ask (GET), then end someone's part in a structure today (POST)."""
    organisation = sheet_to_edit(request, slug)
    membership = _membership(organisation, pk, Membership.State.ACTIVE)
    if request.method == "POST":
        try:
            memberships.end(membership=membership, actor=request.user)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("It is over as of today; the history keeps it."))
        return redirect("organisations:members", organisation.slug)
    context = {"organisation": organisation, "membership": membership}
    return render(request, "organisations/end_membership.html", context)


def hand_over(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Let a successor take over roles that someone holds in a structure."""
    organisation = sheet_to_edit(request, slug)
    membership = _membership(organisation, pk, Membership.State.ACTIVE)
    held = [
        each
        for each in members_of(organisation).filter(person=membership.person)
        if each.is_held_after(timezone.localdate())
    ]
    form = HandOverForm(posted(request), held=held, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        successor = _account(form, form.cleaned_data["email"])
        if successor:
            try:
                memberships.hand_over(
                    membership=membership,
                    successor=successor,
                    roles=form.cleaned_data["roles"],
                    on=form.cleaned_data["on"],
                    actor=request.user,
                )
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, _("%(person)s takes over.") % {"person": successor})
                return redirect("organisations:members", organisation.slug)
    context = {
        "form": form,
        "organisation": organisation,
        "title": _("Let a successor take over"),
        "lead": str(membership.person),
    }
    return render(request, "organisations/member_form.html", context)


def _membership(organisation: Organisation, pk: int, state: str) -> Membership:
    rows = Membership.objects.select_related("person", "organisation")
    return get_object_or_404(rows, pk=pk, organisation=organisation, state=state)


def _account(form: Form, email: str) -> Person | None:
    """Return the account of an address; without one the form says what to do first."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        form.add_error(
            "email",
            _("Nobody has an account with this address: ask the coordination to invite the person first."),
        )
    return person
