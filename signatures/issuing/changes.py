"""The parts of a signature as checksums, and which of them have changed. Pure.

Not of the HTML: a new software version, another host or another translation changes everyone's
HTML, and nobody has to copy a signature because of that."""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from json import dumps
from typing import Final

from django.utils.translation import gettext_lazy as _

from ..options import PreparedSignature
from ..policy import Block

type MadeOf = dict[str, str]

ORDER: Final = "order"
"""The key for which parts there are, and in which order: the template."""
BINDING: Final = frozenset(
    {Block.NAME, Block.TITLE, Block.PLACE, Block.ADDRESS, Block.PHONE, Block.EMAIL}
)
"""Name, title, contact (clause `signature-required`). Changes to other parts are optional, and
cause no mail."""
LABELS: Final = {
    Block.NAME: _("your name"),
    Block.TITLE: _("your title"),
    Block.PLACE: _("your school"),
    Block.ADDRESS: _("the address"),
    Block.PHONE: _("the phone number"),
    Block.EMAIL: _("your email address"),
    Block.CREDENTIALS: _("your memberships and credentials"),
    Block.STATEMENTS: _("goals, mission or vision"),
    Block.QUOTE: _("your quote"),
    Block.LOGOS: _("the logos"),
    ORDER: _("which parts it has, and their order"),
}


def parts_of(prepared: PreparedSignature) -> MadeOf:
    """Returns the checksum of each part that the signature shows; the text itself is not stored."""
    parts = prepared.parts
    record = parts.record
    values: dict[Block, object] = {
        Block.NAME: record.name,
        Block.TITLE: record.title,
        Block.PLACE: [record.organization, *(place.school for place in record.places)],
        Block.ADDRESS: [place.address for place in record.places],
        Block.PHONE: [(phone.number, phone.of) for phone in record.phones],
        Block.EMAIL: record.email,
        Block.CREDENTIALS: parts.credentials,
        Block.STATEMENTS: [(each.text, each.language) for each in parts.statements],
        Block.QUOTE: parts.quote and (parts.quote.text, parts.quote.author),
        Block.LOGOS: prepared.logo_versions,
    }
    blocks = prepared.template.blocks
    checksums = {block.value: checksum(values[block]) for block in blocks}
    return {ORDER: checksum([block.value for block in blocks]), **checksums}


def changed_parts(was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Returns the parts that differ, in the order of `LABELS`. A part that only one of the two has
    counts as a change of the order."""
    return [part for part in LABELS if part in was and part in now and was[part] != now[part]]


def binding(parts: Iterable[str]) -> list[str]:
    """Returns those of these parts that a signature must have."""
    return [part for part in parts if part in BINDING]


def checksum(value: object) -> str:
    """Returns a short checksum to compare contents of one part; it is no proof."""
    return sha256(dumps(value).encode()).hexdigest()[:16]
