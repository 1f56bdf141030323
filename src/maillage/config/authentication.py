"""How people sign in: settings of django-allauth, and ProConnect when the environment names it."""

from urllib.parse import urlsplit

from maillage.config import env

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:today"

PROCONNECT_SERVER = env.text("PROCONNECT_SERVER")
PROCONNECT_ORIGINS = (
    [f"{urlsplit(PROCONNECT_SERVER).scheme}://{urlsplit(PROCONNECT_SERVER).netloc}"] if PROCONNECT_SERVER else []
)
