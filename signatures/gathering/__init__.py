"""Everything that signatures are made from, for one person or for all."""

from .offers import Offer, Prepared, offer_for, offers, phone_link, prepare
from .shelf import Pinned, School, Shelf, logo_image, read_shelf, statement_key

__all__ = [
    "Offer",
    "Pinned",
    "Prepared",
    "School",
    "Shelf",
    "logo_image",
    "offer_for",
    "offers",
    "phone_link",
    "prepare",
    "read_shelf",
    "statement_key",
]
