"""Titles of pages: a support service and then somebody's name, as in "Resource - Lopez"."""

import re
from typing import Final

from ..accessibility.words import clip
from ..findings import Fault
from . import kinds
from .masking import mask_name
from .naming.mentions import mentions
from .naming.people import has_title, key
from .naming.word_lists import ALL_FAMILY, NO_NAMES
from .normalizing import fold

_SERVICE: Final = (
    r"resource(?: (?:room|class|lab|support|math|reading|writing|english|ela))?"
    r"|speech(?:[ /-](?:and )?language)?(?: (?:therapy|services))?|language therapy"
    r"|special ed(?:ucation)?|sped|life skills|self[ -]contained|inclusion|push[ -]in|pull[ -]out"
    r"|(?:reading |math |behavior )?intervention|behavior support|academic support|rti|mtss|iep|504"
    r"|(?:occupational|physical) therapy|ot|pt|adapt(?:ed|ive) pe|counseling|title (?:i|1)"
    r"|apoyo|recursos|(?:terapia|clase) de(?:l)? (?:habla|lenguaje)|educaci[oó]n especial"
)
# The number of a section or a period may follow: "Resource - Lopez - 2".
_TITLE: Final = re.compile(
    rf"(?P<service>(?:{_SERVICE})(?: \d)?) ?[-–—:(] ?(?P<name>[^\W\d_][^\d():–—]*?)\)?"
    r"(?:[ ,(–—-]+(?:p(?:er(?:iod)?)?\.? ?)?\d{1,3}\)?)?",
    re.IGNORECASE,
)


def find(title: str, staff: frozenset[str] = frozenset()) -> list[Fault]:
    """Return a question if the title names somebody after a service. `staff` is that of
    `PrivacyRules`; in this form alone, a family name by itself can be one of them."""
    if not (match := _TITLE.fullmatch(title.strip())):
        return []
    name = match["name"].strip()
    name = name.title() if title.isupper() else name
    words = {fold(word) for word in re.split("[ -]", name)}
    is_family = name[:1].isupper() and words & ALL_FAMILY and not words & NO_NAMES
    if has_title(name) or not (is_family or any(each.known for each in mentions(name))):
        return []
    given, _space, family = key(name).rpartition(" ")
    begins = f"{given} " if len(given) > 1 else given
    if any(each.startswith(begins) and each.split()[-1] == family for each in staff):
        return []
    return [Fault(kinds.SUPPORT.unsure.id, clip(f"{match['service']} … {mask_name(name)}"))]
