"""Settings for the demo: like dev, but with the error pages that families see.

Without DEBUG, Django also does not record every query: on SQLite this would cost one more database
call for each of the hundred thousand queries of loading.
"""

from . import env as environment
from .dev import *  # noqa: F403  # settings are one namespace by Django's design
from .dev import STATIC_ROOT, TEXT_PROVIDER

DEBUG = False
DEMO = True
PAGE_CACHE_MB = environment.PAGE_CACHE_MB
# Serves static files from their source folders; without DEBUG, `runserver` leaves them to
# WhiteNoise.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing folder
# Enables texts; the sandbox sends them nowhere.
TEXT_PROVIDER = TEXT_PROVIDER or "sandbox"
