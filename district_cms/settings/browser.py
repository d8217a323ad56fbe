"""Settings for a real web server that a browser drives: the browser tests and the screenshots.

As close to production as one machine without TLS allows: no debug pages, the strict policies. It
keeps the test suite's fast password hashes, and serves static files from their source folders.
Public pages are cached as in production.
"""

from . import env as environment
from .env import VAR_DIR
from .test import *  # noqa: F403  # settings are one namespace by Django's design
from .test import DATABASES, STORAGES

DATABASES["default"]["NAME"] = environment.DATABASE["NAME"]
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_MEDIA_ROOT = VAR_DIR / "private"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
# Uses collected files as in production if a test has collected them.
ARE_COLLECTED = (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not ARE_COLLECTED
if ARE_COLLECTED:
    STORAGES["staticfiles"]["BACKEND"] = "district_cms.web.stylesheets.OneStyleSheetStorage"
AUDIT_TRIGGERS = True
PAGE_CACHE_MB = environment.PAGE_CACHE_MB
# The web process answers several requests at once, so each connection lasts one request.
DATABASES["default"]["CONN_MAX_AGE"] = 0
