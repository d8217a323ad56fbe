"""For the demo: as dev, with the pages that families meet where something is not there.

Nor does Django keep a record of every query then: on SQLite it asks the database once more for
each of the hundred thousand queries of loading.
"""

from . import env as environment
from .dev import *  # noqa: F403  # settings are one namespace by Django's design
from .dev import STATIC_ROOT, TEXT_PROVIDER

DEBUG = False
DEMO = True
PAGE_CACHE_MB = environment.PAGE_CACHE_MB
# Static files from where they are written; without DEBUG, `runserver` leaves them to WhiteNoise.
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a folder that is not there
# Texts as a district that sends some has them; the sandbox sends them nowhere.
TEXT_PROVIDER = TEXT_PROVIDER or "sandbox"
