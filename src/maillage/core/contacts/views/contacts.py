"""Pages on contacts: the list by territory, one contact with its thread, adding, correcting, confirming."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.accounts.rules import is_coordinator
from maillage.core.activity.queries import entries, names_of
from maillage.core.activity.rules import reference
from maillage.core.activity.words import verb_in_words
from maillage.core.contacts import directory
from maillage.core.contacts.domain import people
from maillage.core.contacts.forms import ContactForm, OwnContactForm
from maillage.core.contacts.models import Contact
from maillage.core.contacts.rules.rights import may_look_after

coordination = roles_required(Role.COORDINATOR)
house = roles_required(Role.COORDINATOR, Role.OFFICER)
STEPS_SHOWN = 30


@require_safe
def contact_list(request: PersonRequest) -> HttpResponse:
    """List the contacts by territory, with where each stands today."""
    search = request.GET.get("q", "").strip()[:100]
    today = timezone.localdate()
    context = {
        "groups": directory.groups_at(today, search),
        "search": search,
        "today": today,
        "coordinates": is_coordinator(request.user),
    }
    return render(request, "contacts/list.html", context)


@require_safe
def contact(request: PersonRequest, pk: int) -> HttpResponse:
    """Show one contact: its address, what it covers, when it is away, what happened to it."""
    shown = get_object_or_404(Contact.objects.select_related("person", "successor"), pk=pk)
    today = timezone.localdate()
    [row] = directory.rows_of([shown], today)
    mine = may_look_after(request.user, shown)
    context = {
        "contact": shown,
        "row": row,
        "lines": directory.lines_of(shown),
        "absences": shown.absences.filter(last_day__gte=today).select_related("stand_in"),
        "mine": mine,
        "coordinates": is_coordinator(request.user),
        "steps": _steps(shown) if mine else [],
        "today": today,
    }
    return render(request, "contacts/contact.html", context)


@house
@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """Lead to the contact that the person answers for, or to the list when there is none."""
    own = directory.own_contacts(request.user, timezone.localdate()).first()
    return redirect("contacts:contact", own.pk) if own else redirect("contacts:list")


def _steps(contact: Contact) -> list[dict[str, Any]]:
    """Return what the journal tells of a contact, newest first."""
    found = list(entries(reference=reference(contact))[:STEPS_SHOWN])
    names = names_of(entry.actor for entry in found)
    return [
        {
            "at": entry.at,
            "who": names.get(entry.actor, _("The house")),
            "did": verb_in_words(entry.verb),
            "note": getattr(getattr(entry, "note", None), "text", ""),
        }
        for entry in found
    ]


@coordination
def add(request: PersonRequest) -> HttpResponse:
    """Add a contact; what it covers comes next."""
    form = ContactForm(posted(request), initial={"since": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        added = people.add(contact=form.save(commit=False), actor=request.user)
        if added.kind == Contact.Kind.CENTRAL:
            messages.success(request, _("The contact exists; it answers everywhere."))
            return redirect("contacts:contact", added.pk)
        messages.success(request, _("The contact exists; say now which zone it covers."))
        return redirect("contacts:cover", added.pk)
    return render(request, "contacts/add.html", {"form": form})


@house
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a contact: the coordination any field, its officer the address and the name shown."""
    shown = own_or_refuse(request, pk)
    form_class = ContactForm if is_coordinator(request.user) else OwnContactForm
    form = form_class(posted(request), instance=shown)
    if request.method == "POST" and form.is_valid():
        people.correct(contact=shown, changes=form.cleaned_data, actor=request.user)
        messages.success(request, _("The contact is up to date, and confirmed today."))
        return redirect("contacts:contact", pk)
    return render(request, "contacts/edit.html", {"form": form, "contact": shown})


@house
@require_POST
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Say that a contact and its lines are right, and go back to where the button was."""
    shown = own_or_refuse(request, pk)
    people.confirm(contact=shown, actor=request.user)
    messages.success(request, _("Thank you: « %(contact)s » is confirmed today.") % {"contact": shown})
    back = request.POST.get("retour", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(back)
    return redirect("contacts:contact", pk)


def own_or_refuse(request: PersonRequest, pk: int) -> Contact:
    """Return a contact that the person may look after; others are refused in words."""
    shown = get_object_or_404(Contact, pk=pk)
    if not may_look_after(request.user, shown):
        raise PermissionDenied(
            _("This contact is looked after by its officer and by the département's coordination.")
        )
    return shown


def refused(request: PersonRequest, error: ValidationError) -> None:
    """Say on the next page why nothing was changed."""
    messages.error(request, " ".join(error.messages))


def sheet(pk: int) -> str:
    """Return the address of a contact's page."""
    return reverse("contacts:contact", args=[pk])
