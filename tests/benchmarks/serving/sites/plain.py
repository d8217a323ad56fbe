"""A plain Wagtail site on a copy of the demo's database: Wagtail's project template, nothing more.

Its middleware is that of the template, in its order; none of our apps is installed, so that none of
our signals and none of our watching of statements is in its way. The connection stays open between
requests, as ours does.
"""

import environs

_env = environs.Env()

DEBUG = False
SECRET_KEY = _env.str("SECRET_KEY")
ALLOWED_HOSTS = ["localhost"]
INSTALLED_APPS = [
    "tests.benchmarks.serving.plain",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "tests.benchmarks.serving.sites.plain_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]
DATABASES = {"default": _env.dj_db_url("DATABASE_URL", conn_max_age=60)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TIME_ZONE = _env.str("DISTRICT_TIME_ZONE", "America/Denver")
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_ROOT = f"{_env.str('VAR_DIR')}/media"
WAGTAILADMIN_BASE_URL = "https://localhost"
