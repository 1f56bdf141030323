"""How people sign in: settings of django-allauth, and ProConnect when the environment names it.

Accounts come by invitation only. An address and a password, or a one-time code by mail; a second factor;
passkeys where the browser can; ProConnect beside them. Rate limits live in the database cache, which every
web process shares.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from maillage.config import env

_DEMO = env.flag("MAILLAGE_DEMO", default=False)

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:today"
LOGOUT_REDIRECT_URL = "portal:home"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "maillage.core.accounts.passwords.LengthAndVarietyValidator"},
    {"NAME": "maillage.core.accounts.passwords.NotOneselfValidator"},
    {"NAME": "maillage.core.accounts.passwords.NotOfTheHouseValidator"},
    {"NAME": "maillage.core.accounts.passwords.NotLeakedValidator"},
]

# --- Sign-in ---------------------------------------------------------------------------------------
ACCOUNT_ADAPTER = "maillage.core.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A code travels by mail and is copied by hand: three minutes, the library's default, is short for some; ten
# are the most that ASVS 5.0 (6.5.5) lets it live.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "maillage.core.accounts.forms.SignInForm",
    "request_login_code": "maillage.core.accounts.forms.AskCodeForm",
    "confirm_login_code": "maillage.core.accounts.forms.SignInCodeForm",
    "reauthenticate": "maillage.core.accounts.forms.ConfirmPasswordForm",
    "change_password": "maillage.core.accounts.forms.PasswordChangeForm",
    "set_password": "maillage.core.accounts.forms.PasswordSetForm",
    "reset_password": "maillage.core.accounts.forms.PasswordForgottenForm",
    "reset_password_from_key": "maillage.core.accounts.forms.PasswordRenewForm",
    "add_email": "maillage.core.accounts.forms.EmailChangeForm",
}

# --- Second factor, passkeys -----------------------------------------------------------------------
# Officers and coordinators hold other people's data: they need a second factor, except in the demonstration.
SECOND_FACTOR_REQUIRED = env.flag("MAILLAGE_SECOND_FACTOR", default=not _DEMO)
MFA_ADAPTER = "maillage.core.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The library forbids a pending change of address beside a second factor, because of sign-ups that nobody
# verified; here every account was opened by a link read in its mailbox.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute wrong
# On a local network without HTTPS the browser offers no passkey; the pages then show none.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _DEMO
MFA_FORMS = {
    "authenticate": "maillage.core.accounts.forms.SecondFactorForm",
    "reauthenticate": "maillage.core.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "maillage.core.accounts.forms.ActivateAppForm",
    "add_webauthn": "maillage.core.accounts.forms.PasskeyForm",
    "login_webauthn": "maillage.core.accounts.forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "maillage.core.accounts.forms.ConfirmPasskeyForm",
    "edit_webauthn": "maillage.core.accounts.forms.PasskeyNameForm",
}

# --- Limits on attempts, shared by all processes ---------------------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# The address of a visitor is read from the proxy that whoever runs the site declares, never guessed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("MAILLAGE_BEHIND_PROXY", default=False) else 0

# --- ProConnect ------------------------------------------------------------------------------------
PROCONNECT_SERVER = env.text("PROCONNECT_SERVER").rstrip("/")
PROCONNECT_CLIENT_ID = env.text("PROCONNECT_CLIENT_ID")
PROCONNECT_ORIGINS = (
    [f"{urlsplit(PROCONNECT_SERVER).scheme}://{urlsplit(PROCONNECT_SERVER).netloc}"]
    if PROCONNECT_SERVER
    else []
)
if PROCONNECT_SERVER and not (PROCONNECT_CLIENT_ID and env.text("PROCONNECT_SECRET")):
    raise ImproperlyConfigured("PROCONNECT_SERVER needs PROCONNECT_CLIENT_ID and PROCONNECT_SECRET.")

SOCIALACCOUNT_ADAPTER = "maillage.core.accounts.adapter.ProConnectAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "maillage.core.accounts.proconnect.ProConnectProvider",
        "APPS": [
            {
                "provider_id": "proconnect",
                "name": "ProConnect",
                "client_id": PROCONNECT_CLIENT_ID,
                "secret": env.text("PROCONNECT_SECRET"),
                "settings": {
                    "server_url": PROCONNECT_SERVER,
                    "scope": ["openid", "given_name", "usual_name", "email"],
                    "auth_params": {"acr_values": "eidas1"},
                    # Only ProConnect may open an existing account by its address, and only a verified one.
                    "email_authentication": True,
                },
            }
        ]
        if PROCONNECT_SERVER
        else [],
    }
}
