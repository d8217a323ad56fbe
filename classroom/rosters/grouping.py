"""Which sections of a roster share a class page, and which get none. Pure."""

import re
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Final

from .sections import Section

type Group = tuple[int, str, str, str]
# Nobody posts updates about these.
WITHOUT_PAGE: Final = re.compile(r"\b(advisory|study hall|lunch)\b", re.IGNORECASE)


def gets_no_page(section: Section) -> bool:
    """Whether nobody teaches it, or nobody would post about it."""
    words = f"{section.name} {section.title}"
    return not section.lead or WITHOUT_PAGE.search(words) is not None


def with_pages(
    sections: Mapping[str, Section],
    *,
    earlier: Mapping[str, Section],
    choices: Mapping[str, str],
) -> dict[str, Section]:
    """The sections with the keys of their pages.

    A teacher's sections of one course share a page, and an elementary teacher's subjects the
    homeroom's. A section stays on its page of an `earlier` delivery while its teacher does, until
    it has one again, and where the whole page goes to another teacher; so a page that someone
    joined or split stays so. A new section of a course takes over the page of one that has left.
    `choices` of a person come first.
    """
    kept = _kept_keys(sections, earlier)
    left = {key: each for key, each in earlier.items() if each.page and key not in sections}
    free = {group: left[key].page for key, group in _groups(left).items()}
    used = set(kept.values())
    groups: dict[Group, list[str]] = defaultdict(list)
    for key, group in _groups(sections).items():
        groups[group].append(key)
    pages = dict(kept)
    for group, members in groups.items():
        there = [kept[each] for each in members if each in kept]
        fresh = [each for each in members if each not in kept and not gets_no_page(sections[each])]
        if not fresh:
            continue
        page = there[0] if there else free.get(group, "")
        if not page or (page in used and not there):
            page = _new_key(sections[fresh[0]], fresh[0], used)
        used.add(page)
        pages |= dict.fromkeys(fresh, page)
    pages |= {each: page for each, page in choices.items() if each in sections}
    return {key: replace(section, page=pages.get(key, "")) for key, section in sections.items()}


def own_key(year: str, source_id: str) -> str:
    """The key of a page for this section alone."""
    return f"{year} {source_id}"


def _new_key(section: Section, source_id: str, used: Set[str]) -> str:
    key, number = own_key(section.year, source_id), 1
    while key in used:
        number += 1
        key = f"{own_key(section.year, source_id)} {number}"
    return key


def _kept_keys(sections: Mapping[str, Section], earlier: Mapping[str, Section]) -> dict[str, str]:
    """{section: key} of those that stay on their page."""
    leads: dict[str, set[str]] = defaultdict(set)
    for key, section in sections.items():
        if (old := earlier.get(key)) is not None and old.page and section.lead:
            leads[old.page].add(section.lead)
    found = {}
    for key, section in sections.items():
        old = earlier.get(key)
        if old is None or not old.page or (old.year, old.school) != (section.year, section.school):
            continue
        if section.lead in {"", old.lead} or len(leads[old.page]) == 1:
            found[key] = old.page
    return found


def _groups(sections: Mapping[str, Section]) -> dict[str, Group]:
    """Of each section what it has in common with others of its page."""
    homerooms = {
        (each.school, each.year, each.lead)
        for each in sections.values()
        if each.homeroom and each.is_elementary and not gets_no_page(each)
    }
    groups = {}
    for key, each in sections.items():
        whose = (each.school, each.year, each.lead)
        what = each.course or each.title
        if each.is_elementary and whose in homerooms:
            what = "homeroom"
        groups[key] = (*whose, what)
    return groups
