"""What a browser would send from the editor's form, made from the content of a page."""

from typing import Any

from django.core.files.base import ContentFile
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.places import shared_collection
from district_cms.schools.richtext import PROSE_FEATURES, SHORT_FEATURES

from .media import png

RICH = {"prose": PROSE_FEATURES, "details": SHORT_FEATURES, "body": SHORT_FEATURES}
STREAMS = ("lesson", "assignments", "curriculum", "events", "pictures")


def make_picture(title: str = "Number lines on a wall", **fields: Any) -> DistrictImage:
    """A picture in the library, which everyone who writes pages may choose."""
    values = {"collection": shared_collection(), **fields}
    picture: DistrictImage = DistrictImage.objects.create(
        title=title, file=ContentFile(png(secrets=False), name="wall.png"), **values
    )
    return picture


def make_document(title: str = "Supply list", **fields: Any) -> DistrictDocument:
    """A document in the library, which everyone who writes pages may choose."""
    values = {"collection": shared_collection(), **fields}
    document: DistrictDocument = DistrictDocument.objects.create(
        title=title, file=ContentFile(b"Pencils, glue, a ruler.", name="list.txt"), **values
    )
    return document


def update_form(content: dict[str, Any], **more: str) -> dict[str, str]:
    """The form of an update, as `update_content` describes it; `more` are buttons and the like."""
    fields: dict[str, Any] = {
        name: _sent(name, value) for name, value in content.items() if name not in STREAMS
    }
    for name in STREAMS:
        fields[name] = streamfield(
            [(kind, _sent(kind, value)) for kind, value in content.get(name, [])]
        )
    fields["assessments"] = rich_text(content.get("assessments", ""), features=SHORT_FEATURES)
    fields["comments"] = inline_formset([])
    sent = {key: value for key, value in nested_form_data(fields).items() if value is not None}
    return {**sent, **more}


def _sent(name: str, value: Any) -> Any:
    """One value as its field sends it; None for what a browser leaves out."""
    if isinstance(value, dict):
        return {child: _sent(child, inner) for child, inner in value.items()}
    if name in RICH:
        return rich_text(value, features=RICH[name])
    if isinstance(value, bool):
        return "on" if value else None
    return str(getattr(value, "pk", value)) if value is not None else ""
