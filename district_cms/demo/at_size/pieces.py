"""What updates say: the demo's periods, each with one of a few closing notes, through the gate.

Each piece is built once as an update that is never saved. What Wagtail makes of it, the JSON of
its revision, its references and what search reads, is the pattern of all updates with this text.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import ReferenceIndex

from classroom.models import UpdatePage
from district_cms.checks.findings import Finding
from district_cms.publishing.services.evidence import told

from ..content_files import periods, rich
from ..pages import Built
from ..posts import content_of
from .pages import check_content
from .streams import Stream

START: Final = dt.date(2001, 1, 2)
STREAMS: Final = ("lesson", "assignments", "curriculum", "events", "pictures")
NOTES: Final = (
    "",
    "Please bring a library book on Thursday. We read for twenty minutes after lunch.",
    "We still need egg cartons, paper rolls and jar lids for our projects. Thank you!",
    "If your phone number has changed, please tell the school office, so that we can reach you.",
    "The classroom can be cold in the morning. A sweater in the backpack helps.",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One text. `values` are the plain fields of the update, `content` what its revision holds
    besides, `findings` what the gate advises, as JSON; `references` are as Wagtail extracts them,
    with the block ids of the pattern."""

    number: int
    title: str
    values: dict[str, Any]
    content: dict[str, Any]
    streams: dict[str, Stream]
    references: tuple[tuple[int, str, str, str], ...]
    findings: str


def make_pieces(
    stems: list[str], variants: int, built: Built
) -> Iterator[tuple[str, Piece, UpdatePage]]:
    """(content file, piece, pattern) of every text of these files, in order, each period in at
    most so many variants. Raises `ContentRefused` for a text that the gate would not let pass."""
    number = 0
    for stem in stems:
        for period in periods(stem):
            for note in NOTES[:variants]:
                pattern = _pattern(period, note, built)
                number += 1
                yield stem, _piece(number, pattern, check_content(pattern)), pattern


def _pattern(period: dict[str, Any], note: str, built: Built) -> UpdatePage:
    content = content_of(
        period, start=START, built=built, on=lambda days: START + dt.timedelta(days=days)
    )
    if note:
        content["lesson"].append(("prose", rich(note)))
    content["period_end"] = START + dt.timedelta(days=13)
    page = UpdatePage(title=period["theme"], slug="pattern", live=False, **content)
    page.draft_title = page.title
    for name in STREAMS:
        # Read back from its JSON, so that every block has its id.
        field: Any = UpdatePage._meta.get_field(name)
        setattr(page, name, field.get_prep_value(getattr(page, name)))
    return page


def _piece(number: int, page: UpdatePage, findings: Sequence[Finding]) -> Piece:
    content = json.loads(json.dumps(page.serializable_data(), cls=DjangoJSONEncoder))
    streams = {name: Stream(content[name], START) for name in STREAMS}
    return Piece(
        number=number,
        title=page.title,
        values={
            field.attname: getattr(page, field.attname)
            for field in UpdatePage._meta.local_concrete_fields
            if field.name not in STREAMS
        },
        content=content,
        streams=streams,
        references=tuple(sorted(set(ReferenceIndex._extract_references_from_object(page)))),
        findings=json.dumps([told(finding, None, None) for finding in findings]),
    )
