"""A bare view behind what every answer of ours passes: the security headers, and nothing else."""

from district_cms.settings.base import MIDDLEWARE
from district_cms.settings.production import *  # noqa: F403  # settings are one namespace

_PAGE_CACHE = "district_cms.schools.page_cache.middleware.PageCache"
MIDDLEWARE = MIDDLEWARE[: MIDDLEWARE.index(_PAGE_CACHE)]
ROOT_URLCONF = "tests.benchmarks.serving.sites.bare_urls"
