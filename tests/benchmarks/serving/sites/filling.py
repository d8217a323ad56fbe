"""Those of production with the plain pages beside ours, to copy the one into the other."""

from district_cms.settings.base import INSTALLED_APPS
from district_cms.settings.production import *  # noqa: F403  # settings are one namespace

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.serving.plain"]
