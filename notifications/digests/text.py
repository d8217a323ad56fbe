"""Renders digests as text messages: school, class, link, how to stop. English takes one segment;
Spanish, whose accents need another alphabet, at most two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from uuid import UUID, uuid4

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import MessageContent
from ..services.enqueue import Draft, Words
from ..sources import ClassFacts
from ..texts.messages import link_of
from ..texts.numbers import zone_of_number
from ..texts.segments import cut, fits, length_of, plain
from .grouping import Digest, Group, disambiguate, schools_together
from .parts import MOST_CACHED, SCHOOL


@dataclass(frozen=True, slots=True)
class _Line:
    """One class of a text message."""

    school: str
    name: str
    titles: tuple[str, ...]
    again: bool


type _Names = tuple[tuple[UUID, str], ...]
type _Key = tuple[str, tuple[Group, ...], _Names]


class TextRenderer:
    """Renders the text messages of one run, once for all families with the same classes."""

    def __init__(self, classes: Mapping[UUID, ClassFacts], titles: Mapping[UUID, str]) -> None:
        self._classes = classes
        self._titles = titles
        self._unsaved: list[MessageContent] = []
        self._words: dict[_Key, Words] = {}

    def save_parts(self) -> None:
        """Call it before writing the messages, in another transaction: other messages name the same
        contents."""
        if self._unsaved:
            MessageContent.objects.bulk_create(self._unsaved)
            self._unsaved = []

    def draft(self, digest: Digest) -> Draft:
        """Returns the text message to one number."""
        recipient = digest.recipient
        longer = self._longer(digest)
        key = (recipient.language, digest.groups, longer)
        words = self._words.get(key)
        if words is None:
            words = self._render(digest, dict(longer))
            if len(self._words) < MOST_CACHED:
                self._words[key] = words
        return Draft(
            address=recipient.address,
            words=words,
            alike=words.name,
            language=recipient.language,
            substitutions={},
            subscriber_uuid=recipient.subscriber,
            time_zone=zone_of_number(recipient.address),
        )

    def _longer(self, digest: Digest) -> _Names:
        """Returns longer names, with the teacher, for classes that share name and school with
        another class of this person, even one without news. The school stands before them
        anyway."""
        pages = [*(group.page for group in digest.groups), *digest.others]
        by_school = schools_together((self._classes[page] for page in pages), SCHOOL)
        longer: dict[UUID, str] = {}
        for _school, own in by_school:
            if len({facts.name for facts in own}) < len(own):
                longer |= disambiguate(replace(facts, school="") for facts in own)
        return tuple((page, longer[page]) for page in pages if page in longer)

    def _render(self, digest: Digest, longer: Mapping[UUID, str]) -> Words:
        content = MessageContent(pk=uuid4())
        schools = schools_together(digest.groups, lambda group: self._classes[group.page].school)
        lines = [self._line(group, longer) for _school, groups in schools for group in groups]
        link = link_of([self._classes[group.page] for group in digest.groups], content.pk)
        with translation.override(digest.recipient.language):
            end = _("Read more: %(link)s Text STOP to stop.") % {"link": link}
            # Our own English words need no other alphabet, but a name may.
            one = length_of(end + _body(lines)).gsm and digest.recipient.language == "en"
            content.text = _fitted(lines, end, 1 if one else 2)
        self._unsaved.append(content)
        return Words(subject="", content=content.pk)

    def _line(self, group: Group, longer: Mapping[UUID, str]) -> _Line:
        facts = self._classes[group.page]
        name = longer.get(group.page, facts.name)
        titles = tuple(plain(self._titles[key]) for key in group.updates)
        return _Line(plain(facts.school), plain(name), titles, bool(group.again))


def _fitted(lines: Sequence[_Line], end: str, most: int) -> str:
    """Returns the most that fits, in the active language: titles and names, or names, or the first
    names and the number of the others."""
    body = _body(lines, with_titles=True)
    for number in range(len(lines), 0, -1):
        if fits(f"{body} {end}", most):
            return f"{body} {end}"
        body = _body(lines[:number], left=len(lines) - number)
    return cut(body, end, most)


def _body(lines: Sequence[_Line], *, with_titles: bool = False, left: int = 0) -> str:
    """Lists these classes by school; `left` more classes are only counted."""
    parts = []
    for school, own in groupby(lines, key=lambda line: line.school):
        classes = list(own)
        if not with_titles:
            names = ", ".join(line.name for line in classes)
            parts.append(_("%(school)s: new in %(classes)s") % {"school": school, "classes": names})
        elif len(lines) == 1:
            parts.append(f"{school}, {classes[0].name}: {'; '.join(classes[0].titles)}")
        else:
            names = ", ".join(f"{line.name} ({'; '.join(line.titles)})" for line in classes)
            parts.append(f"{school}: {names}")
    body = ". ".join(parts)
    if left:
        more = ngettext("and %(number)d more class", "and %(number)d more classes", left)
        body += " " + more % {"number": left}
    again = ", ".join(line.name for line in lines if line.again)
    seen = " " + _("You may have seen before: %(classes)s.") % {"classes": again} if again else ""
    return f"{body}.{seen}"
