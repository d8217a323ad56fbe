"""Fictional people for previews of a template: short, long, accented and right-to-left names."""

from collections.abc import Collection, Sequence
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..catalog import SignatureCatalog, logo_image
from ..policy import ApprovedText, Block, Parts, Phone, Place, Quotation, Record
from ..render import Signature, render_signature

NAMES: Final = (
    (_("A short name"), "Bo Li"),
    (_("A long name"), "Maximiliana-Theodora Featherstonehaugh-Montgomery"),
    (_("A name with accents"), "Zoë Nuñez-Øverås"),
    (_("A name from right to left"), "ليلى عبد الله"),
)


def logo_notes(catalog: SignatureCatalog) -> list[str]:
    """Returns notes about logos whose owners require more room than a signature gives."""
    notes = []
    for logo in catalog.logos.values():
        image = logo_image(logo)
        if image.is_large:
            width, height = image.display_size()
            notes.append(
                gettext(
                    "“%(logo)s” is larger than other logos, %(width)d × %(height)d pixels: its "
                    "smallest height is %(least)d."
                )
                % {
                    "logo": logo.description,
                    "width": width,
                    "height": height,
                    "least": logo.smallest_height,
                }
            )
    for logo in catalog.unfit.values():
        width, height = logo_image(logo).display_size()
        notes.append(
            gettext(
                "“%(logo)s” is in no signature. At the greatest width that phones show, %(width)d "
                "pixels, it would be %(height)d high, but its smallest height is %(least)d. "
                "Register a narrower logo, or a smaller height."
            )
            % {
                "logo": logo.description,
                "width": width,
                "height": height,
                "least": logo.smallest_height,
            }
        )
    return notes


def samples(
    blocks: Sequence[Block], catalog: SignatureCatalog, own: Collection[int] = ()
) -> list[tuple[str, Signature]]:
    """Returns a sample for each kind of name, with all parts, at the first two schools: those of
    the template (`own`, page keys) if it is not for all."""
    schools = [each for each in catalog.schools.values() if not own or each.pk in own][:2]
    places = [each.place for each in schools] or [Place("")]
    owners = [catalog.district_id, *(each.organization_id for each in schools)]
    logos = tuple(
        logo_image(catalog.logos[pk], here=True) for pk in owners if pk and pk in catalog.logos
    )
    return [
        (
            str(label),
            render_signature(
                Parts(
                    record=Record(
                        name=name,
                        title="Grade 3 Teacher",
                        organization=catalog.district_name,
                        email="someone@larkspur.example",
                        phones=(Phone("406-555-0112", "tel:+1-406-555-0112"),),
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
