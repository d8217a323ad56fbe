"""Pages that are still called by a former last name, and what they would be called. Reads only."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from district_cms.people.models import Staff

from ...addresses import free_slug_below
from ...models import TeacherPage


@dataclass(frozen=True, slots=True)
class Offer:
    """One page of a person with the title and the last part of the address that it would have.
    `waits` says that the page is with the school for review: it is renamed after that."""

    page: TeacherPage
    school: str
    title: str
    slug: str
    waits: bool

    @property
    def address(self) -> str:
        """Of the page as it would be, from the school on."""
        return self._with_last(self.slug)

    @property
    def address_now(self) -> str:
        return self._with_last(self.page.url_path.rstrip("/").rpartition("/")[2])

    def _with_last(self, last: str) -> str:
        above = self.page.url_path.rstrip("/").rpartition("/")[0]
        return f"/{above.split('/', 2)[-1].lstrip('/')}/{last}/"


def offers_for(staff: Staff) -> list[Offer]:
    """What to offer for this person; nothing where no page has the former name. A few queries for
    each page, of which an itinerant teacher has one a school."""
    old, new = staff.former_family_name, staff.family_name
    if not old:
        return []
    found = []
    for page in pages_named(old, [staff.pk]):
        parent = page.get_parent()
        slug = _with_name(page.slug, slugify(old), slugify(new))
        found.append(
            Offer(
                page,
                parent.title,
                title_with(page.title, old, new),
                free_slug_below(parent, slug, but=page.pk) if slug != page.slug else slug,
                bool(page.workflow_in_progress),
            )
        )
    return found


def pages_named(name: str, staff: Collection[int]) -> list[TeacherPage]:
    """The pages of these people whose title has this name in it, as a word of its own."""
    pages = TeacherPage.objects.filter(staff__in=staff, title__icontains=name).order_by("path")
    return [page for page in pages if title_with(page.title, name, "") != page.title]


def still_named(people: Iterable[Staff]) -> set[int]:
    """Of these people, whose former name stands on a page of theirs. One query."""
    former = {each.pk: each.former_family_name for each in people if each.former_family_name}
    pages = TeacherPage.objects.filter(staff__in=former).values_list("staff_id", "title")
    return {pk for pk, title in pages if title_with(title, former[pk], "") != title}


def title_with(title: str, old: str, new: str) -> str:
    """ "Ms. Rivera" as "Ms. Haddad"."""
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)", re.IGNORECASE)
    return word.sub(lambda _found: new, title)


def _with_name(slug: str, old: str, new: str) -> str:
    if not (old and new):
        return slug
    word = re.compile(rf"(?<![^-]){re.escape(old)}(?![^-])")
    return word.sub(new, slug)
