"""Settings of Maillage, read from the environment (see README, « Production »).

Two profiles. By default everything is strict: secret key required, HTTPS assumed. ``MAILLAGE_DEMO=1`` is
the local profile of ``make demo`` and of the tests: plain HTTP on the loopback, mail kept on screen.
"""

from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from maillage.config import env
from maillage.config.logs import without_the_trace_of_a_refusal

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = Path(env.text("MAILLAGE_ROOT", str(PACKAGE.parent.parent)))
VAR = Path(env.text("MAILLAGE_VAR", str(ROOT / "var")))

DEMO = env.flag("MAILLAGE_DEMO", default=False)
DEBUG = env.flag("MAILLAGE_DEBUG", default=False)

SECRET_KEY = env.text("MAILLAGE_SECRET_KEY", "demonstration-only-" + "x" * 40 if DEMO else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "MAILLAGE_SECRET_KEY (or MAILLAGE_SECRET_KEY_FILE) is required; see the README."
    )

ALLOWED_HOSTS = env.words("MAILLAGE_HOSTS", "127.0.0.1,localhost,[::1]" if DEMO else "")
PUBLIC_URL = env.text("MAILLAGE_PUBLIC_URL", "http://127.0.0.1:8000" if DEMO else "").rstrip("/")

# --- What the house is made of ---------------------------------------------------------------------
# A département switches a programme on by naming it here.
PROGRAMMES = env.words("MAILLAGE_PROGRAMMES", "esspresso,directory")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "maillage.core.accounts",  # before the library whose pages it redraws
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "maillage.core.ui",
    "maillage.core.search",
    "maillage.core.portal",
    "maillage.core.activity",
    "maillage.core.privacy",
    "maillage.core.jobs",
    "maillage.core.messaging",
    "maillage.core.imports",
    "maillage.core.territories",
    "maillage.core.contacts",
    "maillage.core.events",
    "maillage.core.organisations",
    "maillage.core.cards",
    "maillage.core.links",
    "maillage.core.initiatives",
    *(f"maillage.programmes.{key}" for key in PROGRAMMES),
    "maillage.api",
    "django.forms",  # after the house, which redraws an option of its lists
]

MIDDLEWARE = [
    "maillage.api.errors.JsonErrorsMiddleware",  # first: whoever refuses under /api/ is told in JSON
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maillage.config.headers.BrowserHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "maillage.core.ui.middleware.ChosenLanguageMiddleware",
    "maillage.core.ui.middleware.ReadableAddressMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.core.accounts.middleware.SessionEndMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "maillage.core.accounts.middleware.SecondFactorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "maillage.core.ui.templatetags.remembered",
                "maillage.core.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "maillage.core.ui.context.interface",
                "maillage.core.portal.context.portal",
            ],
        },
    }
]
FORM_RENDERER = "maillage.core.ui.forms.HouseRenderer"

# --- Open interface --------------------------------------------------------------------------------
# How many reads one address may ask for in a minute, in each web process.
API_REQUESTS_PER_MINUTE = env.number("MAILLAGE_API_REQUESTS_PER_MINUTE", 120)

# --- Data ------------------------------------------------------------------------------------------
DATABASES = {
    "default": env.database(
        env.text("DATABASE_URL", f"sqlite://{VAR / 'maillage.sqlite3'}"),
        durable=env.flag("MAILLAGE_DURABLE", default=not DEMO),
    )
}
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR / "media"
# Uploads past this size are refused before they are read (issue of hostile files).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# The antivirus that documents are handed to (clamd: host:port, or the path of its socket); none: unchecked.
ANTIVIRUS = env.text("MAILLAGE_ANTIVIRUS")
if ANTIVIRUS and not (ANTIVIRUS.startswith("/") or ANTIVIRUS.rpartition(":")[2].isdigit()):
    raise ImproperlyConfigured("MAILLAGE_ANTIVIRUS: give host:port, or the path of a socket.")

# --- Addresses -------------------------------------------------------------------------------------
# The service that knows addresses (https://…), asked for what visitors type; none: communes and postal codes.
GEOCODER = env.text("MAILLAGE_GEOCODER").rstrip("/")
if GEOCODER and not GEOCODER.startswith(("https://", "http://")):
    raise ImproperlyConfigured("MAILLAGE_GEOCODER: give an address that begins with https:// (or http://).")

# --- Registry of companies -------------------------------------------------------------------------
# « Recherche d'entreprises » (https://recherche-entreprises.api.gouv.fr), asked about structures, or nothing
COMPANY_REGISTRY = env.text("MAILLAGE_COMPANY_REGISTRY").rstrip("/")
if COMPANY_REGISTRY and not COMPANY_REGISTRY.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "MAILLAGE_COMPANY_REGISTRY: give an address that begins with https:// (or http://)."
    )

# --- Language, time --------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
# « __Host- »: the browser takes such a cookie only over HTTPS, for this very host and all of its paths.
COOKIE_PREFIX = "" if DEMO else "__Host-"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}langue"
LANGUAGE_COOKIE_SECURE = not DEMO
TIME_ZONE = env.text("MAILLAGE_TIME_ZONE", "Europe/Paris")
USE_TZ = True

# --- Static files ----------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("vendor", path) for path in [ROOT / "build" / "vendor"] if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Compressing takes longer than all the rest of a first start, and saves nothing on the loopback.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Accounts (details in maillage.config.authentication) -------------------------------------------
from maillage.config.authentication import *  # noqa: E402, F403 -- one file that fits in a head, cut in two

# --- Jobs ------------------------------------------------------------------------------------------
TASKS = {
    "default": {
        "BACKEND": "maillage.core.jobs.backend.LeasedDatabaseBackend",
        "QUEUES": ["default"],
        # Seconds without news of a worker before another takes its job over; attempts before the dead letter.
        "OPTIONS": {"lease": env.number("MAILLAGE_JOB_LEASE", 20), "attempts": 5},
    }
}

# --- Mail ------------------------------------------------------------------------------------------
# Every message goes through the outbox (maillage.core.messaging); this is the last step out of it.
EMAIL_HOST = env.text("MAILLAGE_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("MAILLAGE_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("MAILLAGE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("MAILLAGE_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("MAILLAGE_SMTP_STARTTLS", default=True)
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = (
    "maillage.core.messaging.demo_mailbox.DemoMailboxBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend"
)
DEFAULT_FROM_EMAIL = env.text("MAILLAGE_FROM", "Maillage <ne-pas-repondre@maillage.example.org>")

# --- Security --------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # No script runs but those that the page itself names with its nonce, a file of ours included.
        "script-src": [NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # Bootstrap draws its controls with data: images
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *PROCONNECT_ORIGINS],  # noqa: F405 -- defined by authentication above
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "maillage.core.ui.notices.NoticeStorage"
SESSION_COOKIE_AGE = 7 * 24 * 3600
# A session unused for so long ends: for whoever holds other people's data, and for the others (ADR 0026).
IDLE_HOURS = env.number("MAILLAGE_IDLE_HOURS", 8)
IDLE_HOURS_MEMBERS = env.number("MAILLAGE_IDLE_HOURS_MEMBERS", 72)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_SAVE_EVERY_REQUEST = False
CSRF_FAILURE_VIEW = "maillage.core.ui.views.csrf_failure"
if not DEMO:
    SECURE_SSL_REDIRECT = env.flag("MAILLAGE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    # Named by whoever runs the proxy: trusting the header without one would let a client forge HTTPS.
    if env.flag("MAILLAGE_BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "maillage.config.logs.LineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "filters": {
        "refusals": {
            "()": "django.utils.log.CallbackFilter",
            "callback": without_the_trace_of_a_refusal,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("MAILLAGE_LOG_LEVEL", "WARNING")},
    "loggers": {
        "maillage": {"level": env.text("MAILLAGE_LOG_LEVEL", "INFO")},
        "django.request": {"filters": ["refusals"]},
    },
}
