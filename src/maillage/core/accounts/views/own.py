"""Pages of one's own account, and the door that an invitation opens."""

from allauth.account.utils import perform_login
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from maillage.core.accounts import kept_form
from maillage.core.accounts.access import PersonRequest, posted
from maillage.core.accounts.domain import invitations, people
from maillage.core.accounts.forms import AcceptanceForm, ProfileForm
from maillage.core.accounts.language import remember_language
from maillage.core.accounts.models import Person
from maillage.core.accounts.queries import account_links, current_grants
from maillage.core.ui.access import public


def me(request: PersonRequest) -> HttpResponse:
    """Show one's own account: data, roles, ways of signing in."""
    person = request.user
    kinds = set(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    context = {
        "grants": current_grants(person),
        "has_app": Authenticator.Type.TOTP in kinds,
        "has_passkey": Authenticator.Type.WEBAUTHN in kinds,
        "proconnect": SocialAccount.objects.filter(user=person).first(),
        "links": account_links(person),
        "my_data": _address_of_my_data(),
    }
    return render(request, "accounts/me.html", context)


def profile(request: PersonRequest) -> HttpResponse:
    """Change how one is called and the language of the pages."""
    form = ProfileForm(posted(request), instance=request.user)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        people.update_profile(person=request.user, name=chosen["name"], language=chosen["language"])
        messages.success(request, _("Your name and your language were saved."))
        response = HttpResponseRedirect(reverse("accounts:me"))
        remember_language(response, chosen["language"])
        return response
    return render(request, "accounts/profile.html", {"form": form})


def kept(request: PersonRequest) -> HttpResponse:
    """Show what was being sent when the session ended (GET); drop it (POST)."""
    if request.method == "POST":
        kept_form.forget(request)
        messages.success(request, _("What was kept is forgotten."))
        return HttpResponseRedirect(reverse("portal:today"))
    return render(request, "accounts/kept.html", {"kept": kept_form.kept(request)})


@public
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation (GET changes nothing), accept it (POST) and sign in."""
    found = invitations.usable_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_closed.html", status=410)
    known = Person.objects.filter(email=found.email).exists()
    form = AcceptanceForm(posted(request), invitation=found, welcome_back=known)
    if request.method == "POST" and form.is_valid():
        try:
            person = invitations.accept(
                token=token,
                name=form.cleaned_data.get("name", ""),
                password=form.cleaned_data.get("password"),
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("Welcome: your account is open."))
            signed_in: HttpResponse = perform_login(request, person, redirect_url=reverse("portal:today"))
            return signed_in
    return render(request, "accounts/invitation.html", {"form": form, "invitation": found, "known": known})


def _address_of_my_data() -> str:
    """Return the page where one takes one's data away, or nothing when the portal has none."""
    try:
        return reverse("privacy:mine")
    except NoReverseMatch:
        return ""
