"""The same contact as a card: for phones, never inside a signature."""

import io
import re
from typing import Final

import segno
from segno.helpers import make_vcard_data

from ..policy import Record
from ..render import one_line

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_SCALE: Final = 8


def vcard(record: Record, *, given: str, family: str) -> str:
    """A vCard 3.0 (RFC 2426)."""
    places = record.places
    # segno escapes everything but the name, whose semicolon parts it.
    return make_vcard_data(
        name=f"{_part(family)};{_part(given)}",
        displayname=_plain(record.name),
        email=_plain(record.email) or None,
        workphone=[_plain(phone.number) for phone in record.phones] or None,
        title=_plain(record.title),
        org=_plain(" / ".join([record.organization, *(p.school for p in places if p.school)])),
        street=_plain(places[0].street) or None,
        city=_plain(places[0].city) or None,
    )


def qr_code(card: str) -> bytes:
    """The card as a PNG for a phone's camera, with as much error correction as fits."""
    out = io.BytesIO()
    segno.make(card, error="l", micro=False, boost_error=True).save(out, kind="png", scale=_SCALE)
    return out.getvalue()


def _plain(value: str) -> str:
    return _CONTROL.sub("", one_line(value))


def _part(value: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", _plain(value))
