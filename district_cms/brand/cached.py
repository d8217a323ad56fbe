"""Each process caches what the whole website shows of the registry, until this module renews it."""

from typing import Final

from district_cms.web.versions import bump

VERSION: Final = "brand.website"


def website_changed() -> None:
    """Makes every process read the registry again, once the current transaction is committed."""
    bump(VERSION)
