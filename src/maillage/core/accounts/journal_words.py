"""How the journal's verbs of accounts read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accounts.created": _("opened an account"),
    "accounts.signed_in": _("signed in"),
    "accounts.profile_updated": _("changed their name or their language"),
    "accounts.address_changed": _("changed their e-mail address"),
    "accounts.password_set": _("chose a first password"),
    "accounts.password_changed": _("changed their password"),
    "accounts.password_reset": _("replaced a forgotten password"),
    "accounts.second_factor_added": _("added a second factor"),
    "accounts.second_factor_removed": _("removed a second factor"),
    "accounts.recovery_codes_renewed": _("renewed their recovery codes"),
    "accounts.proconnect_added": _("attached ProConnect to their account"),
    "accounts.proconnect_removed": _("detached ProConnect from their account"),
    "accounts.invited": _("invited someone"),
    "accounts.invitation_resent": _("sent an invitation again"),
    "accounts.invitation_revoked": _("closed an invitation"),
    "accounts.invitation_accepted": _("accepted an invitation"),
    "accounts.told_unused": _("told someone that their unused account will be erased"),
    "accounts.closed": _("closed an account"),
    "accounts.reopened": _("opened an account again"),
    "accounts.second_factor_reset": _("removed the second factor of someone who lost it"),
    "accounts.role_granted": _("gave a role"),
    "accounts.role_ended": _("ended a role"),
}
