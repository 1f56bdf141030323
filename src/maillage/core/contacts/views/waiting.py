"""What awaits each of the house's people."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from maillage.core.accounts.access import PersonRequest, roles_required
from maillage.core.accounts.models import Role
from maillage.core.contacts.waiting import desks


@roles_required(Role.COORDINATOR)
def waiting(request: PersonRequest) -> HttpResponse:
    """Show who has what to do, since when: each figure is the one that the person reads."""
    return render(request, "contacts/waiting.html", {"desks": desks(timezone.localdate())})
