"""Every knob of an installation, read from the environment (README, "Settings").

Without it the defaults are those of a clinic's server: no debug pages, https only, no secret of ours.
"""

import os
from email.utils import formataddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _
from django_guid.integrations import CeleryIntegration

from checklists.domain.pictures import MOST_BYTES
from fallrisk import environment as env
from fallrisk.environment import DATA_DIR
from monitoring.logs import logging_of

# --- What this installation is ---------------------------------------------------------------

APP_NAME = " ".join(env.text("APP_NAME", default="Footing").split())  # it stands in subjects of mails
# Set by `make run` alone: plain http on loopback, the local mail box, demo sign-ins.
LOOPBACK_DEMO = env.flag("LOOPBACK_DEMO")
DEBUG = env.flag("DEBUG")
SECRET_KEY = env.key("SECRET_KEY", "Give it 50 random characters and keep them secret.")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"] if LOOPBACK_DEMO else [])
ORIGIN = env.origin("ORIGIN", default="http://127.0.0.1:8000" if LOOPBACK_DEMO else "https://localhost")

# Django's admin for accounts and clinics: without it its addresses lead nowhere.
ADMIN = env.flag("ADMIN", default=LOOPBACK_DEMO)
# Off: phones that have it take the service worker away at their next visit (docs/operate.md).
SERVICE_WORKER = env.flag("SERVICE_WORKER", default=True)
# Number dialled by "I need help now" unless the patient has set another one.
EMERGENCY_NUMBER = env.text("EMERGENCY_NUMBER", default="112")
# Whom somebody can call who was pushed or hurt; without it the private question names the number above.
HELPLINE_TEXT = env.text("HELPLINE_TEXT")
# Mean of 537 people with MS followed for 3 months (Nilsagard 2015): 1.07 falls a month, "about one".
FALL_BASELINE_PER_MONTH = env.number("FALL_BASELINE_PER_MONTH", default=1.0)

# --- Applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "fallrisk.apps.AdminOfOurs",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "accounts",
    "ledger",
    "logs",
    "checklists",
    "symptoms",
    "treatments",
    "caseload",
    "reports",
    "reminders",
    "belongings",
    "frontend",
    "api",
    "monitoring",
    "django_guid",
    # After ours: its pages and messages have our templates.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

# django_htmx stays out of INSTALLED_APPS: its scripts break the hashing of modules. Ours is vendored.
MIDDLEWARE = [
    "django_guid.middleware.guid_middleware",
    "monitoring.middleware.RequestRecord",
    "monitoring.middleware.AskedByAddress",
    "monitoring.middleware.OperatorsWatch",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pads each page at random, so that its length tells nothing about secrets in it.
    "django.middleware.gzip.GZipMiddleware",
    "fallrisk.middleware.AnswerHeaders",
    "fallrisk.middleware.JsonDoor",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignedInStill",
    "frontend.middleware.ReadersClock",
    "frontend.middleware.LeavingAccounts",
    "frontend.middleware.LeftUndone",
    "frontend.middleware.ButtonsAddresses",
    # The first to look at what was sent: the pages that refuse it need all of the above.
    "fallrisk.middleware.ReadableRequests",
]

ROOT_URLCONF = "fallrisk.urls"
WSGI_APPLICATION = "fallrisk.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "frontend.context.page",
            ],
        },
    },
]

# --- Database, broker, cache -----------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if database_password := env.text("DATABASE_PASSWORD"):
    DATABASES["default"]["PASSWORD"] = database_password
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers beside one writer, a writer that waits instead of failing, and health data on the disk
    # before we say "saved"; what is erased is overwritten in the file.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.whole("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A statement that a connection has seen is planned once: a fall costs PostgreSQL a third less. A pooler
    # between must keep prepared statements (PgBouncer does from 1.22 on).
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True, "prepare_threshold": 3}

# Limits on sign-in live here. In the database, so that they hold with any number of processes and
# also while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Beyond this, entries are dropped, and a limit with them: more than an attacker makes in a minute.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

REDIS_URL = env.broker("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
# A request that cannot reach Redis goes on at once: the minute's beat picks the row up later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 30, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TIMEZONE = "UTC"
# What people wait for, and passes over many patients, which must not stand in its way.
TASK_QUEUES = ("celery", "passes")
CELERY_TASK_QUEUES: dict[str, dict[str, str]] = {name: {} for name in TASK_QUEUES}
CELERY_TASK_ROUTES = {
    "logs.tasks.refresh_all_rates": {"queue": "passes"},
    "logs.tasks.refresh_range*": {"queue": "passes"},
    "logs.tasks.refresh_rates_after_midnight": {"queue": "passes"},
    "reminders.tasks.send_due": {"queue": "passes"},
}
CELERY_BEAT_SCHEDULER = "monitoring.beating:BeatingScheduler"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# --- Accounts --------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotThisProduct"},
]
# Addresses are unique once verified (accounts/backends.py says why); Django's check wants them unique.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "frontend.forms.accounts.SignInForm",
    "signup": "frontend.forms.accounts.JoiningForm",
    "reset_password": "frontend.forms.accounts.ForgottenPasswordForm",
    "reset_password_from_key": "frontend.forms.accounts.NewPasswordForm",
    "change_password": "frontend.forms.accounts.PasswordChangeForm",
    "reauthenticate": "frontend.forms.accounts.PasswordAgainForm",
}
# Whether therapists see nobody's diary before they have a second factor. Invented patients need none.
SECOND_FACTOR = env.flag("SECOND_FACTOR", default=not LOOPBACK_DEMO)
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_FORMS = {
    "authenticate": "frontend.forms.factors.CodeForm",
    "reauthenticate": "frontend.forms.factors.CodeForm",
    "activate_totp": "frontend.forms.factors.AppForm",
    "add_webauthn": "frontend.forms.factors.PasskeyForm",
    "edit_webauthn": "frontend.forms.factors.PasskeyNameForm",
    "authenticate_webauthn": "frontend.forms.factors.PasskeyStepForm",
    "login_webauthn": "frontend.forms.factors.PasskeyAloneForm",
    "reauthenticate_webauthn": "frontend.forms.factors.PasskeyStepForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# On its own screen, without a network or a watch: a minute of grace.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOOPBACK_DEMO
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "optional"
# A link for people who open their mail once a month.
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 30
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_RATE_LIMITS = {
    "login": "20/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/3m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "push_test": "5/m/user",
    "digest_example": "5/h/user",
    "passkey_options": "60/m/ip",
    "left_undone": "20/m/ip",
    "report_code": "20/m/ip",
}
# How many proxies in front of us name the client in X-Forwarded-For (0: none is believed).
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("TRUSTED_PROXY_COUNT", default=0)

# --- Mail ------------------------------------------------------------------------------------

vars().update(env.mail_server("EMAIL_URL", default="smtp://localhost:25"))
# A provider's own way in instead of EMAIL_URL (docs/delivery.md).
EMAIL_PROVIDER = env.choice("EMAIL_PROVIDER", ("smtp", *env.MAIL_PROVIDERS), default="smtp")
# Who knows it may say that mails came back: USER:PASSWORD in the address that the provider is given.
EMAIL_WEBHOOK_SECRET = env.mail_events_secret("EMAIL_WEBHOOK_SECRET", provider=EMAIL_PROVIDER)
if EMAIL_PROVIDER != "smtp":
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
    ANYMAIL = env.provider_options("EMAIL_PROVIDER_OPTIONS", provider=EMAIL_PROVIDER)
    ANYMAIL["WEBHOOK_SECRET"] = EMAIL_WEBHOOK_SECRET
# A slow server that gives its answer late has taken the mail; who does not wait for it sends a second one.
EMAIL_TIMEOUT = 60
MAILS_PER_MINUTE = env.whole("MAILS_PER_MINUTE", default=0, least=0, most=1_000_000)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", default=formataddr((APP_NAME, "no-reply@localhost")))
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Who is told, by the web processes themselves, that the scheduler is dead or mails wait; empty: nobody.
OPERATOR_EMAIL = env.email("OPERATOR_EMAIL")

# --- Notifications ---------------------------------------------------------------------------

# Browsers name the address that a notification goes to: it goes nowhere but to these push services.
PUSH_HOSTS = env.push_hosts(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        ".push.services.mozilla.com",
        "web.push.apple.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)

# --- Language, time, files -------------------------------------------------------------------

LANGUAGES = [("en-gb", _("English"))]
LANGUAGE_CODE = env.choice("LANGUAGE_CODE", [code for code, _name in LANGUAGES], default="en-gb")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
# The zone offered to a patient whose browser does not name one.
DEFAULT_PATIENT_TIME_ZONE = env.time_zone("DEFAULT_PATIENT_TIME_ZONE", default="Europe/London")

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", default=str(DATA_DIR / "static")))
# Outside of whatever is served: photos are shown by views that look who asks.
PHOTOS_DIR = Path(env.text("PHOTOS_DIR", default=str(DATA_DIR / "photos")))
PHOTO_STORAGE = env.class_name("PHOTO_STORAGE", default="fallrisk.storage.PhotoFiles")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "fallrisk.storage.HashedStaticFilesStorage"},
    "photos": {"BACKEND": PHOTO_STORAGE, "OPTIONS": env.options("PHOTO_STORAGE_OPTIONS")},
}
# How long photos of a home are kept.
PHOTO_RETENTION_DAYS = env.whole("PHOTO_RETENTION_DAYS", default=730, least=1, most=36_500)
# How long it is kept who looked at what (the database lets go of nothing younger than a year), and a mail
# that no mail server took.
AUDIT_RETENTION_DAYS = env.whole("AUDIT_RETENTION_DAYS", default=2190, least=366, most=36_500)
MAIL_RETENTION_DAYS = env.whole("MAIL_RETENTION_DAYS", default=30, least=1, most=365)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes, api.md "Limits"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
# With a photo, where photos are sent to: the file, and the form around it (fallrisk.middleware).
PHOTO_UPLOAD_MAX_SIZE = MOST_BYTES + 100_000  # bytes
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Files are kept nowhere but there.
FILE_UPLOAD_HANDLERS: list[str] = []

# "Saved. Undo" says what was saved: it stays on the server, out of cookies.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- The JSON door ---------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = env.whole("API_REQUESTS_PER_MINUTE", default=600, least=1)
REST_FRAMEWORK = {
    # Of names as they are sent, half a character too: an answer can hold it only when it is escaped.
    "UNICODE_JSON": False,
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Falls, diary days and rates",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [],
}

# --- Doors and windows -----------------------------------------------------------------------

SESSION_COOKIE_AGE = 60 * 60 * 24 * 90  # a patient on the floor should not meet a sign-in form
SESSION_COOKIE_NAME = "sessionid" if LOOPBACK_DEMO else "__Host-sessionid"
# Says that a browser was used before (accounts/services/devices.py), and nothing about whose.
DEVICE_COOKIE_NAME = "device" if LOOPBACK_DEMO else "__Host-device"
CSRF_COOKIE_NAME = "csrftoken" if LOOPBACK_DEMO else "__Host-csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOOPBACK_DEMO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ORIGIN]
CSRF_FAILURE_VIEW = "frontend.views.errors.csrf_failure"

SECURE_SSL_REDIRECT = not LOOPBACK_DEMO
# The JSON door refuses by itself (fallrisk.middleware.JsonDoor); machines ask for health from within.
SECURE_REDIRECT_EXEMPT = [r"^api(/|$)", r"^health/", r"^metrics$"]
SECURE_HSTS_SECONDS = 0 if LOOPBACK_DEMO else env.whole("HSTS_SECONDS", default=60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOOPBACK_DEMO
if env.flag("BEHIND_TLS_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- What operators see ----------------------------------------------------------------------

# Of this start of the whole system, made by `make run`: heartbeats of an earlier one don't count. Where
# processes start on their own it is empty, and a heartbeat counts while it is fresh.
START_ID = env.text("START_ID")
METRICS = env.flag("METRICS")
METRICS_TOKEN = env.text("METRICS_TOKEN")
if METRICS:
    if not LOOPBACK_DEMO:
        env.required("METRICS_TOKEN", "Whoever reads /metrics sends it as a bearer token.")
    # Each process keeps its counts in a file there; prometheus_client looks for the variable.
    metrics_dir = Path(env.text("PROMETHEUS_MULTIPROC_DIR", default=str(DATA_DIR / "metrics")))
    metrics_dir.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics_dir)
# A worker on a machine without a web server shows its figures there itself; 0: it does not.
WORKER_METRICS_PORT = env.whole("WORKER_METRICS_PORT", default=0, most=65_535)

DJANGO_GUID = {
    "GUID_HEADER_NAME": "X-Request-Id",
    "EXPOSE_HEADER": False,
    "INTEGRATIONS": [CeleryIntegration(log_parent=False)],
}
LOGGING = logging_of(
    form=env.choice("LOG_FORMAT", ("json", "line"), default="line" if LOOPBACK_DEMO else "json"),
    level=env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"), default="INFO"),
)
