"""What the whole website shows of the registry is kept by each process until this moves it on."""

from typing import Final

from district_cms.web.versions import bump

VERSION: Final = "brand.website"


def website_changed() -> None:
    """Let every process read again, when the present transaction is committed."""
    bump(VERSION)
