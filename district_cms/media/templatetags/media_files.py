"""Template tags for the editor: the examination of a file, who shows it, what a list contains."""

from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permissions import policy_registry

from district_cms.checks.accessibility.documents import LinkedFile, check_document
from district_cms.checks.describing import describe
from district_cms.checks.documents import Examination
from district_cms.checks.findings import Fault, Finding

from ..in_use import Staying, staying
from ..models import DistrictDocument, DistrictImage
from ..models.files import examination_of

CAPTION_PROBLEMS: Final[dict[str, Promise]] = {
    "not-text": gettext_lazy("The file is not in UTF-8, the only encoding that players read."),
    "no-header": gettext_lazy("The file does not begin with the word WEBVTT."),
    "subrip": gettext_lazy("This is a SubRip file (.srt). Save it as WebVTT."),
    "timing": gettext_lazy(
        "There are no times that a player can read, such as 00:01.000 --> 00:04.000."
    ),
    "backwards": gettext_lazy("The caption ends before it begins."),
    "order": gettext_lazy("The caption begins before the one above it."),
    "empty": gettext_lazy("The caption has no words."),
    "no-cues": gettext_lazy("There are no captions in the file."),
}


@dataclass(frozen=True, slots=True)
class Report:
    """`findings` block a page or ask its author; `lines` are the line numbers and problems of
    captions."""

    summary: str
    findings: tuple[Finding, ...] = ()
    lines: tuple[tuple[int, Promise | str], ...] = ()


def report_on(document: DistrictDocument) -> Report:
    """Returns the examination of the document's file as sentences in the current language. At most
    one query."""
    examination = examination_of(document)
    if examination is None:
        return Report(_("This file has not been checked yet. Large files take a few minutes."))
    if examination.kind == "captions":
        return _on_captions(examination)
    faults = [
        fault
        for fault in check_document(LinkedFile(document.title, examination))
        if _is_of_file(fault)
    ]
    if faults:
        return Report(
            _("Pages that link to this file will show the following."),
            tuple(describe(fault) for fault in faults),
        )
    if examination.kind == "recording":
        return Report(_("A recording. On a page, it needs captions or a transcript next to it."))
    if examination.kind == "plain":
        return Report(_("Plain text, which every screen reader reads aloud."))
    return Report(_("Nothing was found that keeps a screen reader from reading it aloud."))


def _is_of_file(fault: Fault) -> bool:
    return fault.rule != "doc-recording"


def _on_captions(examination: Examination) -> Report:
    if not examination.problems and examination.cues:
        return Report(_("Players will show all captions: %(cues)s.") % {"cues": examination.cues})
    lines = tuple(
        (problem.line, CAPTION_PROBLEMS.get(problem.code, problem.code))
        for problem in examination.problems
    )
    return Report(_("A player would leave out some of these captions."), lines=lines)


register = template.Library()


@register.inclusion_tag("media/admin/examination.html", name="examination_of")
def examination_report(document: Any) -> dict[str, Any]:
    return {"report": report_on(document)}


@register.simple_tag
def file_in_use(item: Any) -> list[Staying]:
    """Returns the item with the live pages that show it; empty for an object that is no library
    file."""
    return staying([item]) if isinstance(item, (DistrictImage, DistrictDocument)) else []


MODELS = {"picture": DistrictImage, "document": DistrictDocument}


@register.inclusion_tag("media/admin/what_is_listed.html", takes_context=True)
def what_is_listed(context: dict[str, Any], kind: str) -> dict[str, Any]:
    """Explains what the list contains, except to an account that may choose from all
    collections."""
    policy: Any = policy_registry.get_by_type(MODELS[kind])
    return {"kind": kind, "some": not policy.chooses_from_all(context["request"].user)}


@register.inclusion_tag("media/admin/whose_are_listed.html", takes_context=True)
def whose_are_listed(context: dict[str, Any], kind: str) -> dict[str, Any]:
    policy: Any = policy_registry.get_by_type(MODELS[kind])
    return {
        "kind": kind,
        "only_own": policy.changes_only_own(context["request"].user),
        "searching": context.get("is_searching"),
        "collection": context.get("current_collection"),
        "add_url": context.get("add_url"),
    }
