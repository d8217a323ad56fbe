"""What an update must have before it goes live: the parts that the procedure requires. Its
dates only cause warnings."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from wagtail.models import Page

from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault, Finding
from district_cms.checks.rules import Rule
from district_cms.checks.translation import mark as _
from district_cms.procedure.versions import Part
from district_cms.schools.blocks.emptiness import says_something

from ..blocks import host_is_allowed
from ..models import UpdatePage
from ..parts import none_reason, version_of, words
from ..presentation.update_parts import has_content, says_nothing

FEWEST_WORDS: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")

RULES: tuple[Rule, ...] = (
    Rule(
        "lesson-missing",
        "",
        "error",
        _("“%(part)s” is empty."),
        _("Families look here first for what their child is learning."),
        _("Fill it in, or select “None this period”; a reason is optional."),
        clause="update-contents",
    ),
    Rule(
        "assignments-missing",
        "",
        "error",
        _("“%(part)s” is empty."),
        _("Families help better when they know what is due."),
        _("Fill it in, or select “None this period”; a reason is optional."),
        clause="update-contents",
    ),
    Rule(
        "curriculum-missing",
        "",
        "error",
        _("“%(part)s” is empty."),
        _("Families can see there where the lessons are headed."),
        _("Choose a curriculum page, or select “None this period”; a reason is optional."),
        clause="update-contents",
    ),
    Rule(
        "events-missing",
        "",
        "error",
        _("“%(part)s” is empty."),
        _("Families plan ahead around class and school events."),
        _("Fill it in, or select “None this period”; a reason is optional."),
        clause="update-contents",
    ),
    Rule(
        "part-missing",
        "",
        "error",
        _("“%(part)s” is empty."),
        _("The procedure asks for it in every update."),
        _("Fill it in. Where the procedure allows it, you can say “None this period” instead."),
        clause="update-contents",
    ),
    Rule(
        "update-empty",
        "",
        "error",
        _("Every part says “none this period”, and nothing says why."),
        _("Families would learn nothing from it, and it would count for a posting day."),
        _("Fill in one part, or write one sentence that says why there is nothing to report."),
        clause="update-contents",
    ),
    Rule(
        "curriculum-dead-link",
        "",
        "error",
        _("A curriculum page that you chose is no longer on the site, or not there yet."),
        _("Families who follow the link would find nothing."),
        _("Choose another curriculum page."),
        clause="curriculum-link",
    ),
    Rule(
        "curriculum-host",
        "",
        "error",
        _("“%(excerpt)s” is not one of the district's curriculum sites."),
        _("The district is responsible for what its own pages say about the curriculum."),
        _("Choose a curriculum page of the district. Other links can go into the text."),
        clause="curriculum-link",
    ),
    Rule(
        "period-missing",
        "",
        "warning",
        _("The update does not say which days it is about."),
        _("Families and the school use it to see which weeks are covered."),
        _("Enter the first and the last day."),
        clause="common-resource",
    ),
    Rule(
        "period-order",
        "",
        "warning",
        _("The last day comes before the first."),
        _("Families and the school use these days to see which weeks are covered."),
        _("Swap the two days, or correct one."),
        clause="common-resource",
    ),
)


def required_part_findings(page: Page) -> Iterator[Finding]:
    """Yields what is missing from an update; nothing for other pages. Only the curriculum links
    need queries."""
    if not isinstance(page, UpdatePage):
        return
    yield from _period(page)
    missing = [
        part
        for part in version_of(page).parts
        if part.required and none_reason(page, part) is None and not has_content(page, part)
    ]
    for part in missing:
        fault = Fault(rule_of(part), params=(("part", words(part.title)),), clause=part.clause)
        if part.has_column:
            yield describe(fault, field=part.id)
        else:
            yield describe(fault, field="further", mark=part.id)
    if not missing and says_nothing(page) and not is_sentence(page.nothing_reason):
        yield describe(Fault("update-empty"), field="nothing_reason")
    yield from _curriculum_links(page)


def rule_of(part: Part) -> str:
    """Returns the id of the rule for an update without this part."""
    return f"{part.id}-missing" if part.has_column and part.none_because else "part-missing"


def is_sentence(text: str) -> bool:
    """Returns True if the text can be a reason: three words, unlike "n/a" and "nothing"."""
    return len(_WORD.findall(text)) >= FEWEST_WORDS


def _period(page: UpdatePage) -> Iterator[Finding]:
    if page.period_start is None or page.period_end is None:
        field = "period_start" if page.period_start is None else "period_end"
        yield describe(Fault("period-missing"), field=field)
    elif page.period_end < page.period_start:
        yield describe(Fault("period-order"), field="period_end")


def _curriculum_links(page: UpdatePage) -> Iterator[Finding]:
    for index, child in enumerate(page.curriculum):
        if not says_something(child.value):
            continue
        if child.block_type == "page":
            target = child.value.get("page")
            if target is None or not target.live:
                title = target.title if target else ""
                fault = Fault("curriculum-dead-link", excerpt=title)
                yield describe(fault, field="curriculum", path=(index, "page"))
        elif child.block_type == "link":
            address = urlsplit(child.value.get("url") or "")
            host = address.hostname or ""
            # Pages saved by code skip field validation, and even "javascript:" URLs can have a
            # host.
            if address.scheme not in {"http", "https"} or not host_is_allowed(host):
                fault = Fault("curriculum-host", excerpt=host)
                yield describe(fault, field="curriculum", path=(index, "url"))
