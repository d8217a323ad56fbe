"""What a signature must hold, and how large it may be. Pure.

Clause `signature-required`: "Text included in the email signature must include: Name, title,
contact information". The budget is our own: it fits the tightest of the places that signatures
go to, a mail-flow rule of 5,000 characters.
"""

from dataclasses import dataclass
from typing import Final

BUDGET: Final = 4900  # characters of HTML
LOGO_HEIGHT: Final = 48  # CSS pixels
LOGO_WIDTH: Final = 180


@dataclass(frozen=True, slots=True)
class Record:
    """What the staff record says. `phone` as it is written, `phone_link` in the form of RFC 3966
    ("tel:+1-406-555-0112"); both empty where there is none."""

    name: str
    title: str
    organization: str
    email: str
    phone: str = ""
    phone_link: str = ""
    school: str = ""
    street: str = ""
    city: str = ""


@dataclass(frozen=True, slots=True)
class LogoImage:
    """A registered logo. `url` is absolute; `width` and `height` are the file's own pixels."""

    url: str
    description: str
    width: int
    height: int

    def shown(self) -> tuple[int, int]:
        """Width and height in CSS pixels: whole numbers, in proportion, within the bounds, and
        never larger than the file."""
        scale = min(LOGO_HEIGHT / self.height, LOGO_WIDTH / self.width, 1)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


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


def missing_parts(record: Record) -> tuple[str, ...]:
    """Which of the three required parts the record does not give."""
    given = {
        "name": record.name.strip(),
        "title": record.title.strip(),
        "contact": record.email.strip() or record.phone.strip(),
    }
    return tuple(part for part, value in given.items() if not value)


def check_complete(record: Record) -> None:
    """Raise `SignatureIncomplete` when name, title or contact is missing."""
    if parts := missing_parts(record):
        raise SignatureIncomplete(parts)


def check_length(html: str) -> None:
    """Raise `SignatureTooLong` when the HTML does not fit everywhere."""
    if len(html) > BUDGET:
        raise SignatureTooLong(len(html))
