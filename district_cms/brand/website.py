"""What the whole website takes from the registry: its name, its mark, its color, and the marks of
its schools. Kept by each process, so that a page asks nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.conf import settings
from django.db.models import Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from district_cms.web.versions import Kept

from .cached import VERSION
from .models import LogoVersion, Organization, WebsiteLook
from .models.look import DEFAULT_CHROMA, DEFAULT_HUE
from .selectors import LogoFile, as_file

_DIGITS: Final = 16
_ON_REQUEST: Final = "_brand_website"
LOOK: Final = ("color_hue", "color_chroma", "mark")


@dataclass(frozen=True)
class Website:
    """The look of the site today. `marks` are the schools', by organization."""

    name: str
    mark: LogoFile | None
    marks: Mapping[int, LogoFile]
    hue: int
    chroma: Decimal

    @property
    def has_own_color(self) -> bool:
        """Whether it is another color than that of the style sheets."""
        return (self.hue, self.chroma) != (DEFAULT_HUE, DEFAULT_CHROMA)

    @cached_property
    def css(self) -> str:
        """The color as a style sheet: two numbers, from which the others compute the rest."""
        return f":root{{--district-hue:{self.hue};--district-chroma:{self.chroma}}}\n"

    @cached_property
    def css_url(self) -> str:
        """The public path of that sheet, which names what is in it."""
        digest = hashlib.sha256(self.css.encode()).hexdigest()[:_DIGITS]
        return reverse("brand:colors", args=[digest])


def website(request: HttpRequest | None = None) -> Website:
    """The look of the site. The same for the whole of one request, where there is one."""
    if request is None:
        return _kept.get()
    if not hasattr(request, _ON_REQUEST):
        setattr(request, _ON_REQUEST, _kept.get())
    found: Website = getattr(request, _ON_REQUEST)
    return found


def _read() -> Website:
    """Two queries; one more where there is no district yet."""
    name, hue, chroma, chosen = _district()
    files: dict[int, LogoFile] = {}
    of_schools: dict[int, LogoFile] = {}
    for version in (
        LogoVersion.objects.valid(timezone.localdate())
        .exclude(logo__organization__kind=Organization.Kind.PROFESSIONAL)
        .select_related("logo__organization")
        .order_by("-logo_id", "valid_from", "pk")
    ):
        # What is written last stays: of a logo its newest version, of a school its first logo.
        owner = version.logo.organization
        if owner.kind == Organization.Kind.SCHOOL:
            of_schools[owner.pk] = as_file(version)
        else:
            files.pop(version.logo_id, None)
            files[version.logo_id] = as_file(version)
    first = next(reversed(files.values()), None)
    return Website(
        name=name,
        mark=files.get(chosen or 0, first),
        marks=of_schools,
        hue=hue,
        chroma=chroma,
    )


def _district() -> tuple[str, int, Decimal, int | None]:
    """Name, hue, strength and the logo that was chosen as the mark."""
    look: Any = WebsiteLook.objects.order_by("pk")
    chosen = {field: Subquery(look.values(field)[:1]) for field in LOOK}
    district: Any = Organization.objects.filter(kind=Organization.Kind.DISTRICT).annotate(**chosen)
    row = district.values_list("name", *LOOK).first()
    if row is None:
        row = (settings.DISTRICT_NAME, *(look.values_list(*LOOK).first() or (None, None, None)))
    name, hue, chroma, mark = row
    if hue is None:
        return name, DEFAULT_HUE, DEFAULT_CHROMA, mark
    # SQLite gives a number of a subquery with other digits.
    return name, hue, Decimal(chroma).quantize(Decimal("0.01")), mark


_kept = Kept(VERSION, _read)
