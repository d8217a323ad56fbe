"""Those of the tests with the plain page types beside ours, to publish the one and the other."""

from district_cms.settings.base import INSTALLED_APPS
from district_cms.settings.test import *  # noqa: F403  # settings are one namespace

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.serving.plain"]
