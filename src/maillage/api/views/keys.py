"""Pages of one's own keys: see them, create one, revoke one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from maillage.api.domain import create_key, revoke_key
from maillage.api.forms import KeyForm
from maillage.api.queries import keys_of
from maillage.api.rules import KEY_HOLDERS, may_hold_keys
from maillage.core.accounts.access import PersonRequest, posted, roles_required


def own_keys(request: PersonRequest) -> HttpResponse:
    """List one's keys; whoever lost the role still sees theirs, and can revoke them."""
    context = {"keys": keys_of(request.user), "may_create": may_hold_keys(request.user)}
    return render(request, "api/keys.html", context)


@roles_required(*KEY_HOLDERS)
@reauthentication_required
@never_cache
def create(request: PersonRequest) -> HttpResponse:
    """Create a key and show its secret, this once."""
    form = KeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = create_key(person=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return render(request, "api/key_created.html", {"key": key, "secret": secret})
    return render(request, "api/create_key.html", {"form": form})


@require_POST
def revoke(request: PersonRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own keys."""
    key = get_object_or_404(keys_of(request.user), pk=pk)
    revoke_key(key=key, by=request.user)
    messages.success(request, _("The key « %(name)s » opens nothing any more.") % {"name": key.name})
    return HttpResponseRedirect(reverse("api_keys:list"))
