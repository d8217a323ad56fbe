"""Pictures that are drawn of the district's look: one for each school's links, and the icons.

An address holds the hash of everything that its picture is made of, so that browsers may keep it
for ever. A picture is drawn when it is first asked for, and kept in the cache.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles import finders
from django.core.cache import cache as kept
from django.core.files.storage import default_storage
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from district_cms.brand.models import LogoVersion
from district_cms.brand.selectors import LogoFile
from district_cms.brand.website import website

from ..frame import frame_pages
from . import drawing

DRAWN_AS: Final = "1"
"""Another number gives every picture a new address: after a change of `drawing`."""
KEPT_SECONDS: Final = 7 * 24 * 60 * 60
TOUCH_ICON: Final = 180
"""What Apple's telephones put on a home screen."""
ICON_SIZES: Final = (32, TOUCH_ICON, 192, 512)
DISTRICT: Final = 0
"""What stands in an address for the district, in place of a school's page."""


@dataclass(frozen=True, slots=True)
class SharedPicture:
    """`says` is what stands in it."""

    url: str
    says: str
    width: int = drawing.WIDTH
    height: int = drawing.HEIGHT


@dataclass(frozen=True, slots=True)
class Look:
    """What the pictures of a school, or of the district, are made of."""

    key: int
    name: str
    below: str
    mark: LogoFile | None
    hue: int
    chroma: float

    @property
    def digest(self) -> str:
        mark = self.mark.sha256 if self.mark else ""
        parts = (DRAWN_AS, self.name, self.below, mark, str(self.hue), str(self.chroma))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    @property
    def shared_path(self) -> str:
        return reverse("shared_picture", args=[self.key, self.digest])

    def icon_path(self, size: int) -> str:
        return reverse("icon", args=[size, self.digest])

    def shared_png(self) -> bytes:
        """The picture beside a link."""
        return self._drawn("shared", partial(drawing.draw_shared, below=self.below))

    def icon_png(self, size: int) -> bytes:
        """The mark, or the first letter of the name, as a square."""
        return self._drawn(f"icon{size}", partial(drawing.draw_icon, size=size))

    def _drawn(self, kind: str, draw: Callable[..., bytes]) -> bytes:
        name = f"heads.{kind}.{self.key}.{self.digest}"
        png: bytes | None = kept.get(name)
        if png is None:
            mark = _file_of(self.mark)
            png = draw(name=self.name, hue=self.hue, chroma=self.chroma, mark=mark, font=_font())
            kept.set(name, png, KEPT_SECONDS)
        return png


def look_of(key: int, request: HttpRequest | None) -> Look | None:
    """The look of the school whose page has this key, or of the `DISTRICT`. None where there is no
    such school. No query."""
    return _district(request) if key == DISTRICT else _of_first(frame_pages(), request, "pk", key)


def picture_of(path: str, frame: list[Page], root: str, request: HttpRequest) -> SharedPicture:
    """That of the school at the tree path `path`, or the district's. No query."""
    look = _of_first(frame, request, "path", path) or _district(request)
    says = f"{look.name}, {look.below}" if look.below else look.name
    return SharedPicture(url=root + look.shared_path, says=says)


def icon_path(size: int, request: HttpRequest) -> str:
    """The public path of the district's icon of so many pixels."""
    return _district(request).icon_path(size)


def _of_first(
    frame: list[Page], request: HttpRequest | None, field: str, value: Any
) -> Look | None:
    site = website(request)
    for page in frame:
        if page.school_kind is not None and getattr(page, field) == value:
            mark = site.marks.get(page.school_organization or 0, site.mark)
            return Look(page.pk, page.title, site.name, mark, site.hue, float(site.chroma))
    return None


def _district(request: HttpRequest | None) -> Look:
    site = website(request)
    return Look(DISTRICT, site.name, "", site.mark, site.hue, float(site.chroma))


def _file_of(mark: LogoFile | None) -> bytes | None:
    """None also where the database came back without its files."""
    if mark is None:
        return None
    name = LogoVersion.objects.values_list("file_2x", flat=True).get(pk=mark.version_id)
    try:
        with default_storage.open(name) as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


@cache
def _font() -> bytes:
    return Path(str(finders.find("fonts/public-sans-latin.woff2"))).read_bytes()
