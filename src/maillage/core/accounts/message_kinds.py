"""Messages that accounts send, and what becomes of one whose outcome is unknown."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from maillage.core.messaging.kinds import MessageKind, WhenUnknown

KINDS = (
    MessageKind(
        key="accounts.invitation",
        label=_("Invitation"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=14),
        secret=True,
    ),
    MessageKind(
        key="accounts.sign_in_code",
        label=_("Sign-in code"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(minutes=10),
        secret=True,
    ),
    MessageKind(
        key="accounts.password_link",
        label=_("Link to a new password"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=3),
        secret=True,
    ),
    MessageKind(
        key="accounts.confirm_address",
        label=_("Link that confirms an address"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=3),
        secret=True,
    ),
    MessageKind(
        key="accounts.unknown_address",
        label=_("No account under this address"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(hours=1),
    ),
    MessageKind(
        key="accounts.unused",
        label=_("Notice that an unused account will be erased"),
        when_unknown=WhenUnknown.RESEND,
        valid_for=timedelta(days=20),
    ),
    MessageKind(
        key="accounts.security_notice",
        label=_("Notice of a change to an account"),
        when_unknown=WhenUnknown.RESEND,
    ),
)

_BY_TEMPLATE = {
    "account/email/login_code": "accounts.sign_in_code",
    "account/email/password_reset_key": "accounts.password_link",
    "account/email/email_confirmation": "accounts.confirm_address",
    "account/email/email_confirmation_signup": "accounts.confirm_address",
    "account/email/unknown_account": "accounts.unknown_address",
}


def kind_of_template(template_prefix: str) -> str:
    """Return the kind of a library's message; all that is not named above tells of a change."""
    return _BY_TEMPLATE.get(template_prefix, "accounts.security_notice")
