"""What will happen when someone leaves, in sentences, before it is done. Reads only."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from district_cms.people.models import Staff
from district_cms.web.times import weekday_text

from ..addresses import class_and_year
from ..models import ClassroomTeacher, Leave
from .days import DAY, shared
from .giving import before_giving, first_day_after, given_for, holds_it_as_well, others_who_give


@dataclass
class Leaving:
    """Someone who leaves or may leave, and the rows of their classes. A few queries, whatever the
    number of classes."""

    staff: Staff
    rows: Collection[ClassroomTeacher]

    @cached_property
    def given(self) -> list[ClassroomTeacher]:
        """What others have because this person leaves, as it was decided before."""
        if self.staff.last_day is None:
            return []
        return [each for of_class in given_for(self.rows).values() for each in of_class]

    def steps(self, last_day: dt.date, successors: Mapping[int, Staff], part: str) -> Iterator[str]:
        """What happens, class by class, and to the account."""
        day = {"day": weekday_text(last_day)}
        labels = {value: str(label) for value, label in ClassroomTeacher.Part.choices}
        wanted = {(classroom, who.pk) for classroom, who in successors.items()}
        others = self._others(wanted)
        staying = self._staying(last_day, wanted)
        for row in self.rows:
            successor = successors.get(row.classroom_id)
            names = {"class": class_and_year(row.classroom, timezone.localdate()), **day}
            there = staying[row.classroom_id]
            if successor is None and there:
                names["names"] = ", ".join(each.staff.full_name for each in there)
                yield _("%(class)s: ends on %(day)s; still taught by %(names)s.") % names
            elif successor is None:
                yield _("%(class)s: ends on %(day)s; nobody has it yet.") % names
            else:
                names |= {"name": successor.full_name, "part": labels[part]}
                also = others.get((row.classroom_id, successor.pk))
                yield (
                    self._with_others(also, last_day, names)
                    if also
                    else self._to_one(there, successor, part, names)
                )
        yield from self._who_is_away(last_day, successors)
        yield _("All roles end on %(day)s.") % day
        if self.staff.user is not None:
            yield _("The account ends on the night of %(day)s.") % day

    def decided(self) -> Iterator[str]:
        """What is taken back where the person stays, and what is not."""
        if self.staff.last_day is None:
            return
        others = self._others({(row.classroom_id, row.goes_to_id or 0) for row in self.rows})
        for row in self.rows:
            if row.goes_to is None:
                continue
            also = others.get((row.classroom_id, row.goes_to.pk))
            facts = {
                "class": class_and_year(row.classroom, timezone.localdate()),
                "name": row.goes_to.full_name,
            }
            if also:
                first = min(first_day_after(each, _day_of(each)) for each in also)
                facts |= {"day": weekday_text(first), "others": _names(also)}
                yield (
                    _("%(class)s: %(name)s keeps it, from %(day)s (also leaving: %(others)s)")
                    % facts
                )
            else:
                first = first_day_after(row, self.staff.last_day)
                facts["day"] = weekday_text(first)
                yield _("%(class)s: %(name)s, from %(day)s") % facts

    @staticmethod
    def _who_is_away(last_day: dt.date, successors: Mapping[int, Staff]) -> Iterator[str]:
        """Those who get a class while they are on leave, and who has it in the meantime."""
        people = set(successors.values())
        if not people:
            return
        away = Leave.objects.filter(staff__in=people, last_day__gt=last_day)
        for leave in away.select_related("staff", "substitute").order_by("pk"):
            facts = {
                "name": leave.staff.full_name,
                "first": weekday_text(leave.first_day),
                "last": weekday_text(leave.last_day),
            }
            if leave.substitute is None:
                yield (
                    _("%(name)s is on leave from %(first)s to %(last)s, without a substitute.")
                    % facts
                )
            else:
                yield _(
                    "%(name)s is on leave from %(first)s to %(last)s; %(substitute)s substitutes "
                    "in these classes, too."
                ) % (facts | {"substitute": leave.substitute.full_name})

    @staticmethod
    def _with_others(
        also: Collection[ClassroomTeacher], last_day: dt.date, names: dict[str, str]
    ) -> str:
        """Who gets a class from two people who leave has it once, from the earlier day on."""
        earlier = [each for each in also if _day_of(each) <= last_day]
        if not earlier:
            return _(
                "%(class)s: from the day after %(day)s, %(name)s (%(part)s), who was to have it "
                "later (also leaving: %(others)s)."
            ) % (names | {"others": _names(also)})
        first = min(first_day_after(each, _day_of(each)) for each in earlier)
        return _(
            "%(class)s: %(name)s has it by then already, from %(first)s on (also leaving: "
            "%(others)s). It stays one assignment."
        ) % (names | {"first": weekday_text(first), "others": _names(earlier)})

    @staticmethod
    def _to_one(
        there: Collection[ClassroomTeacher], successor: Staff, part: str, names: dict[str, str]
    ) -> str:
        own = next((each for each in there if each.staff_id == successor.pk), None)
        if own is None or not holds_it_as_well(own, part):
            return _("%(class)s: from the day after %(day)s, %(name)s (%(part)s).") % names
        if own.until is None:
            return _("%(class)s: %(name)s has it already, and keeps it.") % names
        return _("%(class)s: %(name)s has it already, until %(until)s.") % (
            names | {"until": weekday_text(own.until)}
        )

    def _others(
        self, wanted: Collection[tuple[int, int]]
    ) -> dict[tuple[int, int], list[ClassroomTeacher]]:
        """{(class, successor): the rows of others who leave and give it to the same person}."""
        found = defaultdict(list)
        for row in others_who_give(self.staff, wanted) if wanted else ():
            found[row.classroom_id, row.goes_to_id or 0].append(row)
        return dict(found)

    def _staying(
        self, last_day: dt.date, wanted: Collection[tuple[int, int]]
    ) -> dict[int, list[ClassroomTeacher]]:
        """{class: who has it on the day after anyway}; those who were chosen before are chosen
        anew, unless someone else who leaves chose them too."""
        day = last_day + DAY
        said = {(row.classroom_id, row.goes_to_id or 0) for row in self.rows}
        kept = set(self._others(said | set(wanted)))
        given = [each for each in self.given if (each.classroom_id, each.staff_id) not in kept]
        rows = ClassroomTeacher.objects.current(day).filter(
            classroom__in=[row.classroom_id for row in self.rows], staff__active=True, leave=None
        )
        rows = rows.exclude(staff=self.staff).exclude(pk__in=[each.pk for each in given])
        staying = list(rows.select_related("staff"))
        for each in given:
            before = before_giving(each)
            days = before.get("starts_on", each.starts_on), before.get("until", each.until)
            if each.changed_by_giving is not None and shared(days, (day, day)):
                staying.append(each)
        found: dict[int, list[ClassroomTeacher]] = defaultdict(list)
        for row in sorted(staying, key=lambda row: row.pk):
            found[row.classroom_id].append(row)
        return found


def _day_of(row: ClassroomTeacher) -> dt.date:
    """The last day of whoever leaves and has this row."""
    assert row.staff.last_day is not None
    return row.staff.last_day


def _names(rows: Collection[ClassroomTeacher]) -> str:
    return ", ".join(dict.fromkeys(row.staff.full_name for row in rows))
