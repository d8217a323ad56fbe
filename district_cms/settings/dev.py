"""Settings for development and the demo, on this machine only."""

from .base import *  # noqa: F403  # settings are one namespace by Django's design

DEBUG = True
# Public; production reads its own from the environment.
SECRET_KEY = "only-for-development-and-the-demo-on-one-machine-000000000000"  # noqa: S105
STUDENT_LIST_KEY = "only-for-development-and-the-demo-on-one-machine-000000000001"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
DEMO_MAY_BE_LOADED = True
# Changed templates take effect at once.
PAGE_CACHE_MB = 0
