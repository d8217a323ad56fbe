"""Settings that every environment shares. What differs stands in dev, test or production."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from district_cms.web.addresses import fold_domain

from . import env
from .databases import DATABASES as DATABASES
from .policies import ADMIN_CSP as ADMIN_CSP
from .policies import PERMISSIONS_POLICY as PERMISSIONS_POLICY
from .policies import PREVIEW_CSP as PREVIEW_CSP
from .policies import SECURE_CSP as SECURE_CSP
from .providers import *  # noqa: F403  # settings are one namespace by Django's design
from .running import FREE_DISK_NEEDED as FREE_DISK_NEEDED
from .running import HEALTH_TOKEN as HEALTH_TOKEN
from .running import LOGGING as LOGGING
from .running import Q_CLUSTER as Q_CLUSTER
from .running import RUNS_WITH as RUNS_WITH
from .schedules import SCHEDULES as SCHEDULES  # a setting as all the others

BASE_DIR = env.BASE_DIR

INSTALLED_APPS = [
    # Ours stand before Wagtail: our `publish_scheduled` command replaces Wagtail's.
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
    # What is above is said of every answer; a cached page needs nothing of what is below.
    "district_cms.schools.page_cache.middleware.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "district_cms.schools.languages.addresses.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "district_cms.people.sign_in.middleware.WholeSignIn",
    "district_cms.web.refused.malformed.MalformedRequests",
    "district_cms.schools.choosing.titles.WhoLooks",
    "district_cms.media.windows.OfOthersIsNotThere",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "district_cms.publishing.middleware.PublishBlockedMiddleware",
    "district_cms.web.refused.unpressed.UnpressedInWords",
    "district_cms.web.refused.unavailable.UnavailableInWords",
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
            # Whatever a template shows of someone's words says which language they are in.
            "builtins": ["district_cms.schools.templatetags.languages"],
        },
    },
]

# ---------------------------------------------------------------- data
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Megabytes of whole public pages that each web process caches in its memory; 0: none.
PAGES_KEPT_MB = env.PAGES_KEPT_MB
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "district_cms.schools.page_cache.memory.BoundedMemoryCache",
        "OPTIONS": {"MAX_BYTES": PAGES_KEPT_MB * 1024 * 1024},
    },
}
# Whether all processes share the default cache; each process has its own in its memory.
CACHE_IS_SHARED = bool(env.REDIS_URL)
if env.REDIS_URL:
    CACHES["default"] = CACHES["pages"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.REDIS_URL,
    }

# ---------------------------------------------------------------- people
AUTH_USER_MODEL = "people.User"
STAFF_EMAIL_DOMAINS = env.STAFF_EMAIL_DOMAINS
# They are compared with normalized addresses.
STUDENT_EMAIL_DOMAINS = [fold_domain(domain) for domain in env.STUDENT_EMAIL_DOMAINS]
STUDENTS_MAY_FOLLOW = env.STUDENTS_MAY_FOLLOW
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "district_cms.people.sign_in.passwords.GuessablePasswordValidator"}]
# Beside those whom the district chooses: roles, and "superusers".
SECOND_STEP_ALWAYS_REQUIRED_OF: list[str] = []
# The only one: what tests a password passes the limits. Their numbers: people/sign_in/rules.py.
AUTHENTICATION_BACKENDS = ["district_cms.people.sign_in.backend.LimitedBackend"]
WAGTAILADMIN_USER_LOGIN_FORM = "district_cms.people.sign_in.forms.SignInForm"
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"  # private pages: one sign-in for everything
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds; whoever asks is at the screen
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"

# ---------------------------------------------------------------- language and time
LANGUAGE_CODE = "en"
# What families see exists in both; Wagtail's own screens follow the account's setting.
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60  # seconds; set only when someone chooses
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The second one says otherwise what Django and Wagtail say in words that nobody here uses.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "overrides"]
FORMAT_MODULE_PATH = "district_cms.settings.formats"
USE_I18N = True
WAGTAIL_I18N_ENABLED = False
TIME_ZONE = env.TIME_ZONE
USE_TZ = True
# Every screen shows the district's time: an hour of one's own would be another hour for families.
# Nobody chooses, and what browsers do not know ("localtime") is not offered.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = env.VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("guides", BASE_DIR / "docs" / "how-to" / "images")]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.VAR_DIR / "media"
# Files without a public address (evidence); never below MEDIA_ROOT, which the web server serves.
PRIVATE_MEDIA_ROOT = env.VAR_DIR / "private"
FILE_UPLOAD_PERMISSIONS = 0o644
STORAGES = {
    "default": {"BACKEND": "district_cms.media.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# ---------------------------------------------------------------- security
BEHIND_PROXY = env.BEHIND_PROXY  # a proxy of ours stands before the site and notes who asks
CSRF_FAILURE_VIEW = "district_cms.web.refused.forged_forms.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows previews of our own pages in a frame
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# ---------------------------------------------------------------- mail
# All mail of the project, Django's and Wagtail's included, is written into one recorded outbox;
# the worker sends it from there through the provider: "sandbox" sends nothing to anyone, "django"
# sends through the mailer that MAIL_DELIVERY_ALIAS names (see production.py).
MAILERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "notifications.backends.OutboxEmailBackend"}
}
MAIL_PROVIDER = env.MAIL_PROVIDER
# Texts have a provider of their own; without one, none are offered.
TEXT_PROVIDER = env.TEXT_PROVIDER
TEXT_FROM = env.TEXT_FROM
TEXT_PRICE = env.TEXT_PRICE
SENDING_PER_MINUTE = {"email": env.MAIL_PER_MINUTE, "text": env.TEXT_PER_MINUTE}
MAIL_DELIVERY_ALIAS = "delivery"
DEFAULT_FROM_EMAIL = env.MAIL_FROM
SERVER_EMAIL = env.MAIL_FROM
# News of classes has a sender of its own: mail programs judge each kind of mail by its sender.
CLASS_MAIL_FROM = env.CLASS_MAIL_FROM
TEXT_PROGRAM = env.TEXT_PROGRAM
TEXTS_A_WEEK_AT_MOST = env.TEXTS_A_WEEK_AT_MOST
TEXT_CODES_AN_HOUR = env.TEXT_CODES_AN_HOUR
TEXT_STOP_SCOPE = env.TEXT_STOP_SCOPE
# When a day's digest goes out, on the clock of the district's zone.
DIGEST_TIME = dt.time(17, 0)
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILADMIN_NOTIFICATION_USE_HTML = True  # in the district's frame: templates/wagtailadmin

# ---------------------------------------------------------------- Wagtail
WAGTAIL_SITE_NAME = env.DISTRICT_NAME
WAGTAILADMIN_BASE_URL = env.BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no request to anyone else's server
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "notifications.password_reset.OutboxPasswordResetForm"  # noqa: S105  # names a form
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # the email address names the account
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
# For recordings; what is read has a limit of its own, so that an examination of it ends.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 200 * 1024 * 1024
DOCUMENT_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {"WIDGET": "district_cms.schools.richtext.editor.RichTextArea"}
}
WAGTAIL_CONTENT_LANGUAGES = [("en", _("English"))]
WAGTAILREDIRECTS_AUTO_CREATE = False  # one for a page and all below it: schools.heads.moved
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "district_cms.schools.search.backend"}}
TAGGIT_CASE_INSENSITIVE = True

# ---------------------------------------------------------------- the district
DISTRICT_NAME = env.DISTRICT_NAME
# The drawing on the front page; only the demo has one.
FRONT_DRAWING = ""
CURRICULUM_LINK_HOSTS = env.CURRICULUM_LINK_HOSTS
# Offered first where someone says which language a text is in.
FAMILY_LANGUAGES = env.FAMILY_LANGUAGES
# Class pages and posts stay out of search engines, and of the sitemap, unless this is off.
NOINDEX_CLASS_PAGES = env.NOINDEX_CLASS_PAGES
# Where to report a security problem, and until when that is true: /.well-known/security.txt.
SECURITY_CONTACTS = env.SECURITY_CONTACTS
SECURITY_TXT_EXPIRES = env.SECURITY_TXT_EXPIRES
# The fictional district's passwords are known to everyone: it loads for work and tests only.
DEMO_MAY_BE_LOADED = False
# Only in the demo: the outbox shows confirmation links and codes, and plays a family's text.
DEMO = False

# ---------------------------------------------------------------- the log
# The database itself refuses changes of the log and of the evidence.
AUDIT_TRIGGERS = True
# After how many days old entries lose who, what about and details; 0: never.
AUDIT_DETAILS_KEPT_DAYS = env.AUDIT_DETAILS_KEPT_DAYS

# ---------------------------------------------------------------- the audit of live pages
AUDIT_BASE_URL = env.AUDIT_BASE_URL
AUDIT_EXTERNAL_LINKS = env.AUDIT_EXTERNAL_LINKS
CHROMIUM = env.CHROMIUM
