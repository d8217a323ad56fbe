"""A bare view behind what every answer of ours passes: the security headers, and nothing else."""

from district_cms.settings.base import MIDDLEWARE
from district_cms.settings.production import *  # noqa: F403  # settings are one namespace

_WHOLE_PAGES = "district_cms.schools.routing.whole_pages.middleware.WholePages"
MIDDLEWARE = MIDDLEWARE[: MIDDLEWARE.index(_WHOLE_PAGES)]
ROOT_URLCONF = "tests.benchmarks.serving.sites.bare_urls"
