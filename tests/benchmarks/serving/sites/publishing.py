"""Those of the tests with the plain page types beside ours, to publish the one and the other."""

from district_cms.settings.test import *  # noqa: F403  # settings are one namespace
from district_cms.settings.test import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.benchmarks.serving.plain"]
