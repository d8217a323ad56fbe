"""The head of the district's mails: its name, in its color."""

from decimal import Decimal
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.db.models import Subquery

from .cached import VERSION
from .colors import mail_color
from .models import Organization, WebsiteLook
from .models.look import DEFAULT_CHROMA, DEFAULT_HUE
from .website import website

__all__ = ["VERSION", "Letterhead", "columns", "letterhead", "of_columns"]
_NAMES: Final = ("letterhead_name", "letterhead_hue", "letterhead_chroma")


class Letterhead(NamedTuple):
    """Name and color of the head. `color` is hexadecimal, such as "#45389a"; see
    `colors.mail_color`."""

    name: str
    color: str


def letterhead() -> Letterhead:
    """Returns the website's name and color, cached by each process; within a transaction one
    query."""
    look = website()
    return Letterhead(look.name, mail_color(look.hue, look.chroma))


def columns() -> dict[str, Subquery]:
    """Returns the same values as annotations for `of_columns`, for callers that read a row
    anyway."""
    district = Organization.objects.filter(kind=Organization.Kind.DISTRICT).order_by("pk")
    look: Any = WebsiteLook.objects.order_by("pk")
    querysets = (district.values("name"), look.values("color_hue"), look.values("color_chroma"))
    return {name: Subquery(rows[:1]) for name, rows in zip(_NAMES, querysets, strict=True)}


def of_columns(row: Any) -> Letterhead:
    name, hue, chroma = (getattr(row, each) for each in _NAMES)
    return Letterhead(
        name or settings.DISTRICT_NAME,
        mail_color(
            DEFAULT_HUE if hue is None else hue,
            DEFAULT_CHROMA if chroma is None else Decimal(chroma),
        ),
    )
