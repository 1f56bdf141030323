"""Pages of the coordination on someone else's account: see, close, open again, reset a factor."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.domain import closing
from maillage.core.accounts.forms import ReasonForm
from maillage.core.accounts.models import Person, Role
from maillage.core.accounts.queries import person_sheet


@roles_required(Role.COORDINATOR)
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Show an account: its roles, what protects it, what may be decided on it."""
    found = get_object_or_404(Person, pk=pk)
    return render(
        request, "accounts/person.html", {"sheet": person_sheet(found), "own": found == request.user}
    )


@roles_required(Role.COORDINATOR)
def close(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask why (GET), then close an account (POST)."""
    done = _("The account of %(person)s is closed, and their sessions ended. A message tells them why.")
    return _decide(request, pk, closing.close_account, "accounts/close.html", done)


@roles_required(Role.COORDINATOR)
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask why (GET), then open an account again (POST)."""
    done = _("The account of %(person)s is open again. A message tells them.")
    return _decide(request, pk, closing.reopen_account, "accounts/reopen.html", done)


@roles_required(Role.COORDINATOR)
def reset_second_factor(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask why (GET), then remove someone's second factor (POST)."""
    done = _("The second factor of %(person)s is removed, and their sessions ended. A message tells them.")
    return _decide(request, pk, closing.reset_second_factor, "accounts/reset_second_factor.html", done)


def _decide(
    request: PersonRequest, pk: int, decide: Callable[..., Person], template: str, done: str
) -> HttpResponse:
    found = get_object_or_404(Person, pk=pk)
    form = ReasonForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            decide(person=found, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, done % {"person": found})
            return HttpResponseRedirect(reverse("accounts:person", args=[found.pk]))
    return render(request, template, {"form": form, "person": found})
