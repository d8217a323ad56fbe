"""For the district's servers. Secrets come from the environment and have no default."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  # settings are one namespace by Django's design
from .base import DATABASES, MAILERS, env

DEBUG = env.env.bool("DEBUG", False)
if DEBUG and not env.env.bool("ALLOW_DEBUG_IN_PRODUCTION", False):
    raise ImproperlyConfigured(
        "DEBUG is on, which shows passwords and pages of the program to every visitor who meets an "
        "error. Remove DEBUG from the environment and from .env. Should it be meant, on a server "
        "that nobody else reaches, set ALLOW_DEBUG_IN_PRODUCTION=true."
    )
if DATABASES["default"]["ENGINE"].endswith("sqlite3") and not env.env.bool(
    "ALLOW_SQLITE_IN_PRODUCTION", False
):
    raise ImproperlyConfigured(
        "There is no DATABASE_URL, or it names a SQLite file, and production needs PostgreSQL: "
        "DATABASE_URL=postgres://user:password@host/name. For a trial on one machine set "
        "ALLOW_SQLITE_IN_PRODUCTION=true."
    )
SECRET_KEY = env.env.str("SECRET_KEY")
# Older ones, which still open what they signed or encrypted.
SECRET_KEY_FALLBACKS: list[str] = env.strings("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = env.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = env.CSRF_TRUSTED_ORIGINS
SECURE_SSL_REDIRECT = env.env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.env.bool("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
SECOND_STEP_ALWAYS_REQUIRED_OF = ["superusers", "administrator"]
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if env.BEHIND_PROXY:
    # Only behind a proxy that sets this header itself and drops the caller's.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES = {
    "default": {"BACKEND": "district_cms.media.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "district_cms.web.stylesheets.OneStyleSheetStorage"},
}
# Mail leaves through a server that speaks SMTP, by default a relay on this machine.
MAIL_PROVIDER = env.env.str("MAIL_PROVIDER", "django")
TEXT_PROVIDER = env.env.str("TEXT_PROVIDER", "")
MAILERS["delivery"] = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": env.env.str("MAIL_HOST", "localhost"),
        "port": env.env.int("MAIL_PORT", 25),
        "username": env.env.str("MAIL_USERNAME", ""),
        "password": env.env.str("MAIL_PASSWORD", ""),
        "use_tls": env.env.bool("MAIL_USE_TLS", False),
        "use_ssl": env.env.bool("MAIL_USE_SSL", False),
        "timeout": 10,  # seconds for each answer of the server; one message needs about ten
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the editor shows previews of our own pages in a frame
]
