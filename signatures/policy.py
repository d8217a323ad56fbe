"""What a signature must contain, what it is made of, and how long it may be. Pure.

What it must and may contain is the procedure's, under the clause `signature-required`. The length
limit is our own: it fits the tightest destination of signatures, a mail-flow rule of 5,000
characters."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from district_cms.procedure.active import in_force

BUDGET: Final = 4900  # characters of HTML
LOGO_HEIGHT: Final = 48  # CSS pixels
LOGO_WIDTH: Final = 180
WIDEST_LOGO: Final = 280
"""The width of a small phone. Logos are this wide only if their owner requires the height."""
MOST_SCHOOLS: Final = 2


class Block(StrEnum):
    """One kind of content of a signature."""

    NAME = "name"
    TITLE = "title"
    PLACE = "place"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    CREDENTIALS = "credentials"
    STATEMENTS = "statements"
    QUOTE = "quote"
    LOGOS = "logos"


STANDARD: Final = tuple(Block)
"""The built-in order, used until the district has an approved template."""
SHORT: Final = frozenset({Block.NAME, Block.TITLE, Block.PLACE, Block.PHONE, Block.EMAIL})
"""Who writes, from where, and how to answer: for replies, and for phone apps that
accept only text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A school, with its postal address if known."""

    school: str
    street: str = ""
    city: str = ""

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, self.city) if part)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as written, and its `link` as in RFC 3966 ("tel:+1-406-555-0112"), empty if it is
    not a number. `of` names the school if several numbers are shown."""

    number: str
    link: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The data of the staff record; `phones` are the chosen ones. `also_at` has the other school of
    a person who works at two."""

    name: str
    title: str
    organization: str
    email: str
    phones: tuple[Phone, ...] = ()
    school: str = ""
    street: str = ""
    city: str = ""
    also_at: tuple[Place, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """The schools; a person without a school has one place with the district's name only."""
        return (Place(self.school, self.street, self.city), *self.also_at)


@dataclass(frozen=True, slots=True)
class LogoImage:
    """A registered logo. `url` is absolute; `width` and `height` are the full size in CSS pixels.
    Its owner requires a height of at least `smallest_height`, and `clear_space` around it."""

    url: str
    description: str
    width: int
    height: int
    smallest_height: int = 1
    clear_space: int = 0

    def display_size(self) -> tuple[int, int]:
        """Returns width and height in CSS pixels: integers, in proportion, within the limits, and
        never larger than the file. The owner's smallest height overrides the usual limits."""
        scale = min(LOGO_HEIGHT / self.height, LOGO_WIDTH / self.width, 1)
        if max(1, round(self.height * scale)) < self.smallest_height:
            scale = min(self.smallest_height / self.height, WIDEST_LOGO / self.width, 1)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    @property
    def fits(self) -> bool:
        """Whether it can be as high as its owner requires. Otherwise no signature shows it."""
        return self.display_size()[1] >= self.smallest_height

    @property
    def is_large(self) -> bool:
        """Whether it is larger than usual because its owner requires that."""
        width, height = self.display_size()
        return height > LOGO_HEIGHT or width > LOGO_WIDTH


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """A statement of the district or a school: its heading ("Mission of Larkspur High"), text, and
    language ("en")."""

    heading: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Quotation:
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that one signature is made of. `credentials` are printed as they are."""

    record: Record
    credentials: tuple[str, ...] = ()
    statements: tuple[ApprovedText, ...] = ()
    quote: Quotation | None = None
    logos: tuple[LogoImage, ...] = ()


class SignatureIncomplete(ValueError):
    """A required part is missing; `parts` are ids of the procedure, such as "name"."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts
        super().__init__(f"The signature lacks: {', '.join(parts)}.")


class SignatureTooLong(ValueError):
    """The HTML is longer than the limit; `length` is its number of characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"The signature has {length} characters; {BUDGET} fit everywhere.")


def missing_parts(record: Record, blocks: tuple[Block, ...] = STANDARD) -> tuple[str, ...]:
    """Returns which of the required parts the record lacks, with these blocks."""
    email = record.email.strip() if Block.EMAIL in blocks else ""
    numbers = "".join(phone.number for phone in record.phones).strip()
    phone = numbers if Block.PHONE in blocks else ""
    present = {
        "name": record.name.strip() if Block.NAME in blocks else "",
        "title": record.title.strip() if Block.TITLE in blocks else "",
        "contact": email or phone,
        "place": record.school.strip() if Block.PLACE in blocks else "",
        "phone": phone,
        "email": email,
    }
    return tuple(part for part in in_force().signature.required if not present[part])


def allowed_blocks(blocks: tuple[Block, ...] = STANDARD) -> tuple[Block, ...]:
    """Returns those of these blocks that the procedure requires or allows, in their order."""
    signature = in_force().signature
    named = {*signature.required, *signature.allowed}
    if "contact" in named:
        named |= {"email", "phone"}
    return tuple(block for block in blocks if block.value in named)


def check_complete(record: Record, blocks: tuple[Block, ...] = STANDARD) -> None:
    """Raises `SignatureIncomplete` if a required part is missing."""
    if parts := missing_parts(record, blocks):
        raise SignatureIncomplete(parts)


def check_blocks(blocks: tuple[Block, ...]) -> None:
    """Raises `SignatureIncomplete` for a template that makes every signature incomplete, or whose
    only contact is the phone."""
    # Every employee here has an email address, but not everyone has a phone.
    phones = (Phone("x"),) if "phone" in in_force().signature.required else ()
    full = Record("x", "x", organization="x", email="x", phones=phones, school="x")
    check_complete(full, blocks)


def check_length(html: str) -> None:
    """Raises `SignatureTooLong` if the HTML does not fit everywhere."""
    if len(html) > BUDGET:
        raise SignatureTooLong(len(html))
