"""Settings that all environments share. The modules dev, test and production add the
differences."""

import datetime as dt
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from environs import validate

from district_cms.procedure.active import choose
from district_cms.procedure.loading import ProcedureError
from district_cms.web.addresses import fold_domain

from . import env as environment
from .env import (
    VAR_DIR,
    env,
    never_or_a_year,
    sign_on_providers,
    strings,
    two_months,
    uploads_bucket,
)
from .policies import ADMIN_CSP as ADMIN_CSP
from .policies import PREVIEW_CSP as PREVIEW_CSP
from .policies import SECURE_CSP as SECURE_CSP
from .schedules import SCHEDULES as SCHEDULES  # a setting as all the others

BASE_DIR = environment.BASE_DIR

INSTALLED_APPS = [
    # Our apps come before Wagtail: our `publish_scheduled` command replaces Wagtail's.
    "district_cms.web",
    "district_cms.audit_log",
    "district_cms.media",
    "district_cms.publishing",
    "district_cms.brand",
    "district_cms.schools",
    "district_cms.people",
    "district_cms.site_audit",
    "district_cms.barriers",
    "district_cms.moderation",
    "district_cms.students",
    "district_cms.deviations",
    "classroom",
    "signatures",
    "district_cms.activities",
    "district_cms.calendars",
    "notifications",
    "district_cms.reports",
    "district_cms.demo",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.routable_page",
    "wagtail.embeds",
    "wagtail.sites",
    "district_cms.people.users_app.DistrictUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "district_cms.moderation.editor_app.DistrictEditorConfig",
    "wagtail",
    "modelcluster",
    "taggit",
    "wagtailaccessibility",
    "django_q",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "district_cms.web.middleware.ContentSecurityPolicyByArea",
    "district_cms.web.middleware.FeaturesAndResources",
    "district_cms.web.middleware.CompressedAnswers",
    # The middleware above applies to every response; a cached page needs none of the middleware
    # below.
    "district_cms.schools.page_cache.middleware.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "district_cms.schools.languages.addresses.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "district_cms.people.sign_in.middleware.WholeSignIn",
    "allauth.account.middleware.AccountMiddleware",
    "district_cms.web.malformed_requests.MalformedRequests",
    "district_cms.schools.choosing.titles.CurrentRequestMiddleware",
    "district_cms.media.windows.OfOthersIsNotThere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "district_cms.publishing.middleware.PublishBlockedMiddleware",
    "district_cms.web.errors.UnpressedInWords",
    "district_cms.web.errors.UnavailableInWords",
]

ROOT_URLCONF = "district_cms.urls"
WSGI_APPLICATION = "district_cms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "district_cms.schools.context_processors.district",
            ],
            # Templates mark the language of each text that they show.
            "builtins": ["district_cms.schools.templatetags.languages"],
        },
    },
]

# ---------------------------------------------------------------- data
DATABASES: dict[str, dict[str, Any]] = {"default": dict(environment.DATABASE)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Immediate transactions: a writer waits for its turn instead of failing at its first write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # Seconds. After a longer wait, the web server would kill the process before it can answer.
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
# True behind a pooler that gives a connection away after each transaction (PgBouncer).
DATABASE_POOLED: bool = env.bool("DATABASE_POOLED", False)
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLED
# Megabytes of public pages that each web process caches in memory; 0: none.
PAGE_CACHE_MB = environment.PAGE_CACHE_MB
REDIS_URL: str = env.str("REDIS_URL", "")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "district_cms.schools.page_cache.memory.BoundedMemoryCache",
        "OPTIONS": {"MAX_BYTES": PAGE_CACHE_MB * 1024 * 1024},
    },
}
# True if all processes share the default cache; otherwise each has its own in memory.
CACHE_IS_SHARED = bool(REDIS_URL)
if REDIS_URL:
    CACHES["default"] = CACHES["pages"] = {
        "BACKEND": "district_cms.web.shared_cache.SharedCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},  # seconds
    }

# ---------------------------------------------------------------- procedure
# The folder below `procedures/` with the district's rules; a file that is wrong stops the start.
PROCEDURE: str = env.str("PROCEDURE", "parent-and-student-engagement")
try:
    choose(BASE_DIR / "procedures" / PROCEDURE / "procedure.toml", today=timezone.localdate)
except ProcedureError as error:
    raise ImproperlyConfigured(f"PROCEDURE: {error}") from None

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "people.User"
STAFF_EMAIL_DOMAINS: list[str] = strings("STAFF_EMAIL_DOMAINS", ["larkspur.example"])
# Where the student information system leaves rosters each night; empty: nowhere.
ROSTER_DROP_FOLDER: str = env.str("ROSTER_DROP_FOLDER", "")
# Domains of students' addresses, with their subdomains; compared with normalized addresses.
STUDENT_EMAIL_DOMAINS = [
    fold_domain(domain)
    for domain in strings("STUDENT_EMAIL_DOMAINS", ["students.larkspur.example"])
]
# Hashes the students' names and addresses in the lists; without it there are no lists.
STUDENT_LIST_KEY: str = env.str("STUDENT_LIST_KEY", "")
STUDENTS_MAY_FOLLOW: bool = env.bool("STUDENTS_MAY_FOLLOW", True)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "district_cms.people.sign_in.passwords.GuessablePasswordValidator"}]
# Added to those that the district chooses: roles, and "superusers".
SECOND_STEP_ALWAYS_REQUIRED_OF: list[str] = []
# The only backend, so that every password check is rate-limited. The limits:
# people/sign_in/rules.py.
AUTHENTICATION_BACKENDS = ["district_cms.people.sign_in.backend.LimitedBackend"]
WAGTAILADMIN_USER_LOGIN_FORM = "district_cms.people.sign_in.forms.SignInForm"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # private pages use the same sign-in
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds; the person who asks is at the screen
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# Signing on with the district's accounts at Google or Microsoft; without a client id no button.
GOOGLE_CLIENT_ID: str = env.str("GOOGLE_CLIENT_ID", "")
GOOGLE_CLIENT_SECRET: str = env.str("GOOGLE_CLIENT_SECRET", "")
# Another server than Google's, for trials.
GOOGLE_ISSUER: str = env.str("GOOGLE_ISSUER", "https://accounts.google.com")
MICROSOFT_CLIENT_ID: str = env.str("MICROSOFT_CLIENT_ID", "")
MICROSOFT_CLIENT_SECRET: str = env.str("MICROSOFT_CLIENT_SECRET", "")
# The id of the district's tenant at Microsoft Entra; accounts of no other one are let in.
MICROSOFT_TENANT: str = env.str("MICROSOFT_TENANT", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": sign_on_providers(
            google=(GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, GOOGLE_ISSUER),
            microsoft=(MICROSOFT_CLIENT_ID, MICROSOFT_CLIENT_SECRET, MICROSOFT_TENANT),
        ),
    }
}
SOCIALACCOUNT_ADAPTER = "district_cms.people.sign_in.providers.ProviderAdapter"
# A form could not lead there: the site's forms lead nowhere else (form-action).
SOCIALACCOUNT_LOGIN_ON_GET = True
ACCOUNT_ADAPTER = "district_cms.people.sign_in.providers.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False  # ours are in the database: people/sign_in/rules.py
ACCOUNT_REAUTHENTICATION_METHODS = ["password"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60  # seconds
ACCOUNT_FORMS = {"reauthenticate": "district_cms.people.second_step.forms.PasswordAgainForm"}
MFA_ADAPTER = "district_cms.people.second_step.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "district_cms.people.second_step.forms.CodeForm",
    "authenticate_webauthn": "district_cms.people.second_step.forms.PasskeyAnswerForm",
    "activate_totp": "district_cms.people.second_step.forms.AppForm",
    "add_webauthn": "district_cms.people.second_step.forms.PasskeyForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are the district's own: allauth stores none
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be one period of 30 seconds off, either way
MFA_RECOVERY_CODE_DIGITS = 12
MFA_RECOVERY_CODES_SHOW_ONCE = True

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "en"
# Pages for families exist in both; Wagtail's own screens follow the account's setting.
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60  # seconds; set only when someone chooses a language
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The second folder replaces wordings of Django and Wagtail that are unusual here.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "overrides"]
FORMAT_MODULE_PATH = "district_cms.settings.formats"
TIME_ZONE: str = env.str("DISTRICT_TIME_ZONE", "America/Denver")
# Every screen shows the district's time: a personal time zone would differ from what families see.
# Nobody chooses, and "localtime", which browsers do not know, is not offered.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("guides", BASE_DIR / "docs" / "how-to" / "images")]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Files without a public address (evidence); never below MEDIA_ROOT, which the web server serves.
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "district_cms.media.storage.WholeFileStorage"},
    "private": {"BACKEND": "district_cms.media.storage.PrivateStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A bucket of an S3-compatible store, which all machines share; empty: the folders above.
UPLOADS_BUCKET: str = env.str("UPLOADS_BUCKET", "")
if UPLOADS_BUCKET:
    STORAGES |= uploads_bucket(UPLOADS_BUCKET)
# Never a redirect to the store: who may open a document is checked at each request.
WAGTAILDOCS_SERVE_METHOD = "serve_view"

# ---------------------------------------------------------------- security
BEHIND_PROXY: bool = env.bool(
    "BEHIND_PROXY", False
)  # our proxy is in front of the site and adds the client's address
CSRF_FAILURE_VIEW = "district_cms.web.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows previews of our own pages in a frame

# ---------------------------------------------------------------- mail
# All mail, including Django's and Wagtail's, is written into one recorded outbox. The worker sends
# it through the provider: "sandbox" sends nothing, "django" uses the mailer "delivery" (see
# production.py).
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}
}
MAIL_PROVIDER: str = env.str("MAIL_PROVIDER", "sandbox")
# Text messages have their own provider; without one, none are offered.
TEXT_PROVIDER: str = env.str("TEXT_PROVIDER", "")
# Messages per minute by all workers together; 0: as fast as the provider accepts them.
SENDING_PER_MINUTE = {
    "email": env.int("MAIL_PER_MINUTE", 0, validate=validate.Range(min=0)),
    "text": env.int("TEXT_PER_MINUTE", 0, validate=validate.Range(min=0)),
}
DEFAULT_FROM_EMAIL: str = env.str("MAIL_FROM", "no-reply@larkspur.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Class news has its own sender: mail programs rate each sender separately.
CLASS_MAIL_FROM: str = env.str("CLASS_MAIL_FROM", "class-updates@larkspur.example")
TEXT_PROGRAM: str = env.str("TEXT_PROGRAM", "")
TEXTS_A_WEEK_AT_MOST: int = env.int("TEXTS_A_WEEK_AT_MOST", 5)
TEXT_STOP_SCOPE: str = env.str(
    "TEXT_STOP_SCOPE", "as said", validate=validate.OneOf(["as said", "texts", "everything"])
)
# When a day's digest is sent, in the district's time zone.
DIGEST_TIME = dt.time(17, 0)
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = True  # with the district's frame: templates/wagtailadmin

# ---------------------------------------------------------------- Wagtail
DISTRICT_NAME: str = env.str("DISTRICT_NAME", "Larkspur Valley Public Schools")
WAGTAIL_SITE_NAME = DISTRICT_NAME
WAGTAILADMIN_BASE_URL: str = env.str("BASE_URL", "http://localhost:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no requests to other servers
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "notifications.password_reset.OutboxPasswordResetForm"  # noqa: S105  # names a form
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the email address identifies the account
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "district_cms.moderation.finishing.publish_approved_revision"
WAGTAILIMAGES_IMAGE_MODEL = "media.DistrictImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "district_cms.publishing.forms.files.LibraryImageForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "media.DistrictDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "district_cms.publishing.forms.files.LibraryDocumentForm"
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "pdf", "pptx", "txt", "xlsx", "odt", "ods", "odp"),
    *("mp4", "webm", "mp3", "m4a", "vtt"),  # recordings and captions
]
# For recordings; documents have their own limit (media.forms).
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "district_cms.schools.richtext.editor.RichTextArea"}
}
WAGTAIL_CONTENT_LANGUAGES = [("en", _("English"))]
WAGTAILREDIRECTS_AUTO_CREATE = False  # schools.heads.moved adds one per moved branch
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "district_cms.schools.search.backend"}}
TAGGIT_CASE_INSENSITIVE = True

# ---------------------------------------------------------------- the district
CURRICULUM_LINK_HOSTS: list[str] = strings("CURRICULUM_LINK_HOSTS", [])
# Offered first where people choose the language of a text.
FAMILY_LANGUAGES: list[str] = strings(
    "FAMILY_LANGUAGES", ["es", "hmn", "ru", "uk", "ar", "sw", "so", "vi", "tl", "zh-Hans"]
)
# Keeps class pages and posts out of search engines and the sitemap.
NOINDEX_CLASS_PAGES: bool = env.bool("NOINDEX_CLASS_PAGES", True)
# Where to report a security problem, and the expiry date of that file: /.well-known/security.txt.
SECURITY_CONTACTS: list[str] = strings("SECURITY_CONTACTS", [])
SECURITY_TXT_EXPIRES: date | None = env.date("SECURITY_TXT_EXPIRES", None)
# The demo's passwords are public, so it loads only in development and tests.
DEMO_MAY_BE_LOADED = False
# Only in the demo: the front page has a drawing, the outbox shows confirmation links and codes, and
# can simulate a family's text message.
DEMO = False

# ---------------------------------------------------------------- the log
# The database refuses changes of the log and of the evidence.
AUDIT_TRIGGERS = True
# Days after which old entries lose actor, title and details; 0: never.
AUDIT_DETAILS_KEPT_DAYS: int = env.int("AUDIT_DETAILS_KEPT_DAYS", 0, validate=never_or_a_year)

# ---------------------------------------------------------------- the audit of live pages
AUDIT_BASE_URL: str = env.str("AUDIT_BASE_URL", "")
AUDIT_EXTERNAL_LINKS: bool = env.bool("AUDIT_EXTERNAL_LINKS", False)
CHROMIUM: str = env.str("CHROMIUM", "")

# ---------------------------------------------------------------- providers of mail and texts
# Addresses and domains registered with the provider as the district's own: nothing is sent under
# another name. Empty: the domains of the two senders.
MAIL_REGISTERED_SENDERS: list[str] = strings("MAIL_REGISTERED_SENDERS", []) or sorted(
    {address.rpartition("@")[2].strip("> ") for address in (DEFAULT_FROM_EMAIL, CLASS_MAIL_FROM)}
)
SENDGRID_API_KEY: str = env.str("SENDGRID_API_KEY", "")
SENDGRID_URL: str = env.str("SENDGRID_URL", "https://api.sendgrid.com").rstrip("/")
# The public key of SendGrid's signed event webhook. Without it, all events are rejected.
SENDGRID_WEBHOOK_KEY: str = env.str("SENDGRID_WEBHOOK_KEY", "")
TWILIO_ACCOUNT_SID: str = env.str("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN: str = env.str("TWILIO_AUTH_TOKEN", "")
# For webhooks that are signed with a shared key (SHA-256) instead of the token.
TWILIO_SHARED_KEY: str = env.str("TWILIO_SHARED_KEY", "")
# The registered sender: a messaging service, or else a number.
TWILIO_MESSAGING_SERVICE_SID: str = env.str("TWILIO_MESSAGING_SERVICE_SID", "")
TWILIO_FROM_NUMBER: str = env.str("TWILIO_FROM_NUMBER", "")
# Another server than Twilio's, for tests; empty: Twilio's.
TWILIO_URL: str = env.str("TWILIO_URL", "").rstrip("/")
# The site's public address as the providers know it.
WEBHOOK_BASE_URL: str = env.str("WEBHOOK_BASE_URL", "") or WAGTAILADMIN_BASE_URL
# Days for which webhook requests are stored in full; they contain addresses.
WEBHOOK_PAYLOADS_KEPT_DAYS: int = env.int(
    "WEBHOOK_PAYLOADS_KEPT_DAYS", 30, validate=validate.Range(min=0)
)
# Days for which a message keeps its address and its personal text. A digest looks back two weeks,
# and webhooks arrive within days.
MESSAGE_ADDRESSES_KEPT_DAYS: int = env.int("MESSAGE_ADDRESSES_KEPT_DAYS", 400, validate=two_months)
# Sends only to these addresses, domains and telephone numbers; everything else is recorded as "not
# sent: trial".
SENDING_TRIAL: bool = env.bool("SENDING_TRIAL", False)
SENDING_TRIAL_RECIPIENTS: list[str] = strings("SENDING_TRIAL_RECIPIENTS", [])

# ---------------------------------------------------------------- running
# Compared with the worker's settings.
RUNS_WITH: str = env.str("DJANGO_SETTINGS_MODULE", "")
# The token for `/health/details/`; empty: only administrators may read it.
HEALTH_TOKEN: str = env.str("HEALTH_TOKEN", "")
# The token with which Prometheus reads `/health/metrics/`; empty: nobody.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", "")
# The dotted path of a callable that gets each error without personal data; empty: nobody.
ERROR_REPORTER: str = env.str("ERROR_REPORTER", "")
Q_CLUSTER: dict[str, Any] = {
    "name": "district",
    "workers": env.int("QUEUE_WORKERS", 2),
    "timeout": 120,
    "retry": 180,
    "max_attempts": 3,
    "ack_failures": False,
    "catch_up": False,
    "bulk": 1,
    "queue_limit": 4,
    "poll": 1,
    "save_limit": -1,
    # In the database, also with Redis: there the queue loses what a killed worker had begun.
    "orm": "default",
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "no_secrets": {"()": "district_cms.web.visitors.NoSecrets"},
        "refusals_in_one_line": {"()": "district_cms.web.visitors.RefusalsInOneLine"},
        "health_polls": {"()": "district_cms.web.visitors.HealthPolls"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_secrets", "refusals_in_one_line", "health_polls"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "district": {"level": "INFO"},
        # At lower levels these log addresses, messages and keys, whatever the root logger's level.
        "python_http_client": {"level": "WARNING"},
        "boto3": {"level": "WARNING"},
        "botocore": {"level": "WARNING"},
        "twilio": {"level": "WARNING"},
    },
}
if ERROR_REPORTER:
    LOGGING["handlers"]["reports"] = {
        "class": "district_cms.web.error_reports.ErrorReports",
        "reporter": ERROR_REPORTER,
    }
    LOGGING["root"]["handlers"].append("reports")
