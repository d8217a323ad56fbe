"""What every page of the website reads from the registry: its name, mark and color, and the marks
of its schools. Cached by each process, so that a page needs no query."""

import datetime as dt
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

from district_cms.web.versions import CachedValue

from .cached import VERSION
from .models import Organization, WebsiteLook
from .models.look import DEFAULT_CHROMA, DEFAULT_HUE
from .models.version import address_of
from .selectors import LogoFile

_DIGITS: Final = 16
_ON_REQUEST: Final = "_brand_website"
OWNER: Final = ("pk", "kind", "name")
LOOK: Final = ("color_hue", "color_chroma", "mark")
LOGO: Final = ("logos__pk", "logos__active")
VERSION_FIELDS: Final = tuple(
    f"logos__versions__{field}"
    for field in (
        *("pk", "file", "file_2x", "sha256", "description", "width", "height", "clear_space"),
        *("smallest_height", "valid_from", "valid_to"),
    )
)


@dataclass(frozen=True)
class Website:
    """Today's look of the site. `marks` are the schools' logos, by organization; `logos` all logos
    of the district and its schools, by id."""

    name: str
    mark: LogoFile | None
    marks: Mapping[int, LogoFile]
    logos: Mapping[int, LogoFile]
    hue: int
    chroma: Decimal

    @property
    def has_own_color(self) -> bool:
        """True if the color differs from that of the style sheets."""
        return (self.hue, self.chroma) != (DEFAULT_HUE, DEFAULT_CHROMA)

    @cached_property
    def css(self) -> str:
        """Returns the color as a style sheet: two numbers, from which the other style sheets
        compute the rest."""
        return f":root{{--district-hue:{self.hue};--district-chroma:{self.chroma}}}\n"

    @cached_property
    def css_url(self) -> str:
        """Returns the public path of that sheet, with its hash."""
        digest = hashlib.sha256(self.css.encode()).hexdigest()[:_DIGITS]
        return reverse("brand:colors", args=[digest])


def website(request: HttpRequest | None = None) -> Website:
    """Returns the look of the site, the same throughout one request if there is one."""
    if request is None:
        return _cached.get()
    if not hasattr(request, _ON_REQUEST):
        setattr(request, _ON_REQUEST, _cached.get())
    look: Website = getattr(request, _ON_REQUEST)
    return look


def _read() -> Website:
    """Reads the look. One query, and one more if there is no district yet."""
    today = timezone.localdate()
    look: Any = WebsiteLook.objects.order_by("pk")
    chosen = {field: Subquery(look.values(field)[:1]) for field in LOOK}
    owners: Any = Organization.objects.exclude(kind=Organization.Kind.PROFESSIONAL)
    rows = (
        owners.annotate(**chosen)
        .order_by("-logos__pk", "logos__versions__valid_from", "logos__versions__pk")
        .values(*OWNER, *LOOK, *LOGO, *VERSION_FIELDS)
    )
    name, of_district = settings.DISTRICT_NAME, None
    files: dict[int, LogoFile] = {}
    of_district_alone: dict[int, LogoFile] = {}
    of_schools: dict[int, LogoFile] = {}
    for row in rows:
        # The last row wins: the newest version of a logo, the first logo of a school.
        is_district = row["kind"] == Organization.Kind.DISTRICT
        if is_district:
            name, of_district = row["name"], row
        if not _is_valid(row, today):
            continue
        file = files[row["logos__pk"]] = _file(row)
        if is_district:
            of_district_alone[file.logo_id] = file
        else:
            of_schools[row["pk"]] = file
    values = of_district or look.values(*LOOK).first() or dict.fromkeys(LOOK)
    hue, chroma = values["color_hue"], values["color_chroma"]
    first = of_district_alone[min(of_district_alone)] if of_district_alone else None
    return Website(
        name=name,
        mark=of_district_alone.get(values["mark"] or 0, first),
        marks=of_schools,
        logos=files,
        hue=DEFAULT_HUE if hue is None else hue,
        # SQLite returns a number of a subquery with other digits.
        chroma=DEFAULT_CHROMA if chroma is None else Decimal(chroma).quantize(DEFAULT_CHROMA),
    )


def _is_valid(row: dict[str, Any], on: dt.date) -> bool:
    """Does the same as `LogoVersionQuerySet.valid`."""
    begins, ends = row["logos__versions__valid_from"], row["logos__versions__valid_to"]
    if begins is None or not row["logos__active"]:
        return False
    return bool(begins <= on and (ends is None or ends >= on))


def _file(row: dict[str, Any]) -> LogoFile:
    def of(field: str) -> Any:
        return row[f"logos__versions__{field}"]

    return LogoFile(
        logo_id=row["logos__pk"],
        version_id=of("pk"),
        url=address_of(of("file_2x")),
        small_url=address_of(of("file")),
        sha256=of("sha256"),
        description=of("description"),
        width=of("width"),
        height=of("height"),
        clear_space=of("clear_space"),
        smallest_height=of("smallest_height"),
    )


_cached = CachedValue(VERSION, _read)
