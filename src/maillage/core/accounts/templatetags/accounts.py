"""What the pages of accounts ask of the settings and of the person."""

from django import template
from django.conf import settings
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from maillage.core.accounts.queries import other_browsers
from maillage.core.accounts.rules import second_factor_required

register = template.Library()

_WAYS: dict[str, Promise] = {
    "reauthenticate": _("With my password"),
    "mfa_reauthenticate": _("With a code of my application"),
    "mfa_reauthenticate:webauthn": _("With a passkey"),
}


@register.simple_tag
def proconnect_is_set() -> bool:
    """Tell whether ProConnect can be offered."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"])


@register.simple_tag(takes_context=True)
def second_factor_needed(context: Context) -> bool:
    """Tell whether the reader's role needs a second factor."""
    return second_factor_required(context["user"])


@register.simple_tag(takes_context=True)
def other_browsers_open(context: Context) -> int:
    """Count the reader's other browsers that open the account without asking."""
    return other_browsers(context["user"], context["request"].session.session_key)


@register.simple_tag
def way_to_confirm(key: str) -> str:
    """Name a way to confirm who one is."""
    return str(_WAYS[key])
