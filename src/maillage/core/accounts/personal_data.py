"""What accounts keep of people, the library's tables included."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from maillage.core.privacy.register import Basis, Declaration, NoPersonalData

_SUBJECT = "maillage.core.accounts.subject"

DECLARATIONS = (
    Declaration(
        model="accounts.Person",
        fields=(
            "email",
            "name",
            "language",
            "password",
            "last_login",
            "joined_at",
            "told_unused_at",
            "is_active",
        ),
        purpose=_(
            "Let you sign in, and tell others who did what. Unused for three years, the account is erased, "
            "thirty days after a message that says so."
        ),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_person",
        erase=f"{_SUBJECT}.erase_person",
    ),
    Declaration(
        model="accounts.RoleGrant",
        fields=("person", "role", "granted_by", "granted_at", "ended_at"),
        purpose=_("Know who may do what, and since when."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_roles",
        not_erased=_("A role given holds a number and dates: once your account is erased, they name nobody."),
    ),
    Declaration(
        model="accounts.Invitation",
        fields=("email", "name", "role", "invited_by", "accepted_by"),
        purpose=_("Invite you to open an account, and remind you of it."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(days=180),
        export=f"{_SUBJECT}.export_invitations",
        erase=f"{_SUBJECT}.erase_invitations",
        purge=f"{_SUBJECT}.purge_invitations",
    ),
    Declaration(
        model="accounts.SharedCacheEntry",
        fields=("cache_key", "value"),
        title=_("Counters of attempts"),
        what=_("Number of attempts under a digest of a network address or of an account"),
        purpose=_(
            "Count attempts to sign in, reports, claims and registrations by network address, to stop those "
            "who guess passwords or send without end."
        ),
        basis=Basis.LEGITIMATE_INTEREST,
        keep=timedelta(days=1),
        not_exported=_("Counters of an hour at most under digests, which cannot be led back to you."),
        not_erased=_("They disappear by themselves within a day."),
        purge=f"{_SUBJECT}.purge_counters",
    ),
    Declaration(
        model="account.EmailAddress",
        fields=("user", "email", "verified"),
        title=_("E-mail addresses"),
        what=_("Address, and whether it was confirmed"),
        purpose=_("Know that an address is really yours before it opens your account."),
        basis=Basis.PUBLIC_TASK,
        export=f"{_SUBJECT}.export_addresses",
        erase=f"{_SUBJECT}.erase_addresses",
    ),
    Declaration(
        model="mfa.Authenticator",
        fields=("user", "type", "data", "created_at", "last_used_at"),
        title=_("Second factors"),
        what=_("Kind of second factor, its secret or public key, when it was added and last used"),
        purpose=_("Check your second factor when you sign in."),
        basis=Basis.LEGITIMATE_INTEREST,
        export=f"{_SUBJECT}.export_second_factors",
        erase=f"{_SUBJECT}.erase_second_factors",
    ),
    Declaration(
        model="socialaccount.SocialAccount",
        fields=("user", "uid", "extra_data", "last_login", "date_joined"),
        title=_("ProConnect identities"),
        what=_("Identifier and what ProConnect says of you, dates of the first and last sign-in"),
        purpose=_("Recognise you when you sign in with ProConnect."),
        basis=Basis.CONSENT,
        export=f"{_SUBJECT}.export_proconnect",
        erase=f"{_SUBJECT}.erase_proconnect",
    ),
    Declaration(
        model="usersessions.UserSession",
        fields=("user", "ip", "user_agent", "created_at", "last_seen_at", "session_key", "data"),
        title=_("Browsers where you are signed in"),
        what=_("Network address, browser, first and last visit"),
        purpose=_("Show you where you are signed in, and let you sign out from afar."),
        basis=Basis.LEGITIMATE_INTEREST,
        keep=timedelta(days=30),
        export=f"{_SUBJECT}.export_sessions",
        erase=f"{_SUBJECT}.erase_sessions",
        purge=f"{_SUBJECT}.purge_browsers",
    ),
    Declaration(
        model="sessions.Session",
        fields=("session_data",),
        title=_("Sessions"),
        what=_("What keeps you signed in"),
        purpose=_("Keep you signed in from page to page."),
        basis=Basis.PUBLIC_TASK,
        keep=timedelta(seconds=settings.SESSION_COOKIE_AGE),
        not_exported=_(
            "A signed bundle that only this site reads; where you are signed in is exported above."
        ),
        not_erased=_("Closed together with the browsers where you are signed in."),
        purge=f"{_SUBJECT}.purge_sessions",
    ),
    NoPersonalData(
        "account.EmailConfirmation", why=_("Stays empty: links of confirmation are signed, not kept.")
    ),
    NoPersonalData(
        "socialaccount.SocialToken", why=_("Stays empty: the keys given by ProConnect are not kept.")
    ),
    NoPersonalData("socialaccount.SocialApp", why=_("Stays empty: ProConnect is set by the environment.")),
    NoPersonalData("auth.Permission", why=_("Names of the program's tables.")),
    NoPersonalData("auth.Group", why=_("Stays empty: rights come from roles alone.")),
    NoPersonalData("contenttypes.ContentType", why=_("Names of the program's tables.")),
)
