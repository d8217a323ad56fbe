"""What a signature must hold, what it is made of, and how large it may be. Pure.

Clause `signature-required`: "Text included in the email signature must include: Name, title,
contact information". The budget is our own: it fits the tightest of the places that signatures
go to, a mail-flow rule of 5,000 characters.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BUDGET: Final = 4900  # characters of HTML
LOGO_HEIGHT: Final = 48  # CSS pixels
LOGO_WIDTH: Final = 180
WIDEST_LOGO: Final = 280
"""What a small phone shows. So wide is a logo only to be as high as its owner asks."""
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
"""The order as delivered: while the district has no approved template of its own."""
SHORT: Final = frozenset({Block.NAME, Block.TITLE, Block.PLACE, Block.PHONE, Block.EMAIL})
"""What the procedure requires, and where the person works: for replies, and for apps on a phone
that take nothing but text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A school, with its postal address where it is known."""

    school: str
    street: str = ""
    city: str = ""

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, self.city) if part)


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as it is written, and its `link` in the form of RFC 3966 ("tel:+1-406-555-0112"),
    empty for what is none. `of` is the school, where there is one number of each."""

    number: str
    link: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """What the staff record says; `phones` as they were chosen. `also_at` is the other school of
    someone who works at two."""

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
        """The schools; without one, where the district is."""
        return (Place(self.school, self.street, self.city), *self.also_at)


@dataclass(frozen=True, slots=True)
class LogoImage:
    """A registered logo. `url` is absolute; `width` and `height` are CSS pixels at its full size.
    Its owner wants it shown at least `smallest_height` high, with `clear_space` empty around it."""

    url: str
    description: str
    width: int
    height: int
    smallest_height: int = 1
    clear_space: int = 0

    def display_size(self) -> tuple[int, int]:
        """Width and height in CSS pixels: whole numbers, in proportion, within the bounds, and
        never larger than the file. Its owner's smallest height goes before the usual bounds."""
        scale = min(LOGO_HEIGHT / self.height, LOGO_WIDTH / self.width, 1)
        if max(1, round(self.height * scale)) < self.smallest_height:
            scale = min(self.smallest_height / self.height, WIDEST_LOGO / self.width, 1)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))

    @property
    def fits(self) -> bool:
        """Whether it can be as high as its owner asks. Otherwise it is in no signature."""
        return self.display_size()[1] >= self.smallest_height

    @property
    def is_large(self) -> bool:
        """Whether it is larger than others, because its owner asks for that."""
        width, height = self.display_size()
        return height > LOGO_HEIGHT or width > LOGO_WIDTH


@dataclass(frozen=True, slots=True)
class ApprovedText:
    """A statement of the district or a school: "Mission of Larkspur High", its words, the language
    that they are in ("en")."""

    heading: str
    text: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Quotation:
    text: str
    author: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that one signature is made from. `credentials` as they are printed."""

    record: Record
    credentials: tuple[str, ...] = ()
    statements: tuple[ApprovedText, ...] = ()
    quote: Quotation | None = None
    logos: tuple[LogoImage, ...] = ()


class SignatureIncomplete(ValueError):
    """Something that must be there is missing; `parts` are "name", "title", "contact"."""

    def __init__(self, parts: tuple[str, ...]) -> None:
        self.parts = parts
        super().__init__(f"The signature lacks: {', '.join(parts)}.")


class SignatureTooLong(ValueError):
    """The HTML is over the budget; `length` is its number of characters."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(f"The signature has {length} characters; {BUDGET} fit everywhere.")


def missing_parts(record: Record, blocks: tuple[Block, ...] = STANDARD) -> tuple[str, ...]:
    """Which of the three required parts the record, shown in these blocks, does not give."""
    email = record.email.strip() if Block.EMAIL in blocks else ""
    numbers = "".join(phone.number for phone in record.phones).strip()
    phone = numbers if Block.PHONE in blocks else ""
    given = {
        "name": record.name.strip() if Block.NAME in blocks else "",
        "title": record.title.strip() if Block.TITLE in blocks else "",
        "contact": email or phone,
    }
    return tuple(part for part, value in given.items() if not value)


def check_complete(record: Record, blocks: tuple[Block, ...] = STANDARD) -> None:
    """Raise `SignatureIncomplete` when name, title or contact is missing."""
    if parts := missing_parts(record, blocks):
        raise SignatureIncomplete(parts)


def check_blocks(blocks: tuple[Block, ...]) -> None:
    """Raise `SignatureIncomplete` for a template in which nobody's signature could be complete,
    or in which it hangs on one way to reach a person."""
    full = Record(name="x", title="x", organization="x", email="x")
    # Every employee has an email address here, and not everyone a phone.
    check_complete(full, blocks)


def check_length(html: str) -> None:
    """Raise `SignatureTooLong` when the HTML does not fit everywhere."""
    if len(html) > BUDGET:
        raise SignatureTooLong(len(html))
