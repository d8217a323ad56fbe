"""Settings for the test suite: PostgreSQL by DATABASE_URL, otherwise SQLite; files in a temporary
folder."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403  # settings are one namespace by Django's design
from .base import DATABASES

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = Path(tempfile.gettempdir()) / "district-cms-test-media"
PRIVATE_MEDIA_ROOT = Path(tempfile.gettempdir()) / "district-cms-test-private"
STATIC_ROOT = Path(tempfile.gettempdir()) / "district-cms-test-static"
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns about a missing folder
WHITENOISE_AUTOREFRESH = True
# Fixed, so that a test never depends on the machine's environment.
TIME_ZONE = "America/Denver"
DISTRICT_NAME = "Larkspur Valley Public Schools"
STAFF_EMAIL_DOMAINS = ["larkspur.example"]
STUDENT_LIST_KEY = "only-for-the-tests"
STUDENT_EMAIL_DOMAINS = ["students.larkspur.example"]
STUDENTS_MAY_FOLLOW = True
CURRICULUM_LINK_HOSTS = ["curriculum.larkspur.example"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["NAME"] = ":memory:"
    # A file, so that the browser tests' server thread and the test share one database.
    DATABASES["default"]["TEST"] = {
        "NAME": str(Path(tempfile.gettempdir()) / f"district-cms-test-{os.getpid()}.sqlite3")
    }
# Tests move the time of entries and empty tables; tests of the triggers install them.
AUDIT_TRIGGERS = False
DEMO_MAY_BE_LOADED = True
# Tests are about rendering; tests of the page cache enable it.
PAGE_CACHE_MB = 0
