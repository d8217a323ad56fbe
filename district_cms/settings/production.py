"""Settings for the district's servers. Secrets come from the environment and have no default."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  # settings are one namespace by Django's design
from .base import BEHIND_PROXY, DATABASES, MAILERS, STORAGES
from .env import env, strings

DEBUG = False
if DATABASES["default"]["ENGINE"].endswith("sqlite3") and not env.bool(
    "ALLOW_SQLITE_IN_PRODUCTION", False
):
    raise ImproperlyConfigured(
        "There is no DATABASE_URL, or it names a SQLite file, and production needs PostgreSQL: "
        "DATABASE_URL=postgres://user:password@host/name. For a trial on one machine set "
        "ALLOW_SQLITE_IN_PRODUCTION=true."
    )
SECRET_KEY = env.str("SECRET_KEY")
# Older keys, which still read what they signed or encrypted.
SECRET_KEY_FALLBACKS: list[str] = strings("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = strings("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = strings("CSRF_TRUSTED_ORIGINS", [])
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
SESSION_COOKIE_SECURE = True
SECOND_STEP_ALWAYS_REQUIRED_OF = ["superusers", "administrator"]
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
if BEHIND_PROXY:
    # Only behind a proxy that sets this header itself and removes the client's.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
STORAGES["staticfiles"]["BACKEND"] = "district_cms.web.stylesheets.OneStyleSheetStorage"
# Mail is sent through an SMTP server, by default a relay on this machine.
MAIL_PROVIDER = env.str("MAIL_PROVIDER", "django")
MAILERS["delivery"] = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": env.str("MAIL_HOST", "localhost"),
        "port": env.int("MAIL_PORT", 25),
        "username": env.str("MAIL_USERNAME", ""),
        "password": env.str("MAIL_PASSWORD", ""),
        "use_tls": env.bool("MAIL_USE_TLS", False),
        "use_ssl": env.bool("MAIL_USE_SSL", False),
        "timeout": 10,  # seconds for each answer of the server; one message needs about ten answers
    },
}
SILENCED_SYSTEM_CHECKS = [
    "security.W019",  # the editor shows previews of our own pages in a frame
]
