"""Invented people to see a template with: short, long, accented and right-to-left names."""

from collections.abc import Collection, Sequence
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..gathering import Shelf, logo_image
from ..policy import ApprovedText, Block, Parts, Place, Quotation, Record
from ..render import Signature, render_signature

NAMES: Final = (
    (_("A short name"), "Bo Li"),
    (_("A long name"), "Maximiliana-Theodora Featherstonehaugh-Montgomery"),
    (_("A name with accents"), "Zoë Nuñez-Øverås"),
    (_("A name from right to left"), "ليلى عبد الله"),
)


def samples(
    blocks: Sequence[Block], shelf: Shelf, own: Collection[int] = ()
) -> list[tuple[str, Signature]]:
    """One for each kind of name, with everything filled in, at the first two schools: of those of
    the template (`own`, their pages) where it is not for all."""
    schools = [each for each in shelf.schools.values() if not own or each.pk in own][:2]
    places = [each.place for each in schools] or [Place("")]
    owners = [shelf.district_id, *(each.organization_id for each in schools)]
    logos = tuple(
        logo_image(shelf.logos[pk], here=True) for pk in owners if pk and pk in shelf.logos
    )
    return [
        (
            str(label),
            render_signature(
                Parts(
                    record=Record(
                        name=name,
                        title="Grade 3 Teacher",
                        organization=settings.DISTRICT_NAME,
                        email="someone@larkspur.example",
                        phone="406-555-0112",
                        phone_link="tel:+1-406-555-0112",
                        school=places[0].school,
                        street=places[0].street,
                        city=places[0].city,
                        also_at=tuple(places[1:]),
                    ),
                    credentials=("National Board Certified Teacher",),
                    statements=(ApprovedText("Mission", "Every child is known by name."),),
                    quote=Quotation("What we learn with pleasure we never forget.", "A. Mercier"),
                    logos=logos,
                ),
                tuple(blocks),
            ),
        )
        for label, name in NAMES
    ]
