"""The families in bulk: who offers mail, who asked for which updates, and the proof of it."""

import datetime as dt
from typing import Any

from django.utils import translation

from classroom.models import ClassroomPage, TeacherPage
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import content_hash
from district_cms.schools.models import SchoolPage
from notifications.consent import wording
from notifications.models import (
    Channel,
    ConsentRecord,
    MailOffer,
    Scope,
    Subscriber,
    Subscription,
    VerifiedAddress,
)
from notifications.sources import Place

from ..bulk.plan import Chance
from ..bulk.tables import Tables
from ..families import offers
from ..school_year import FAMILY, GIVEN
from .schools import School, Taught, account_of

EVERY_SPANISH = 5
PROVED = dt.timedelta(minutes=3)  # from the request to the button in the mail
STOPPED = 25  # one of so many subscriptions was stopped again


class FamilyWriter:
    """`begun` is when the first classes offered mail (UTC), `anchor` the present."""

    def __init__(
        self, tables: Tables, chance: Chance, begun: dt.datetime, anchor: dt.datetime
    ) -> None:
        self._tables, self._chance = tables, chance
        self._begun, self._days = begun, (anchor - begun).days
        self._places: list[tuple[ClassroomPage, TeacherPage, SchoolPage]] = []

    def offer(self, taught: Taught, school: School) -> None:
        """Let a class offer its updates by mail, if it is one of those that do."""
        if not offers(taught.number):
            return
        page = taught.page
        self._tables.add(MailOffer, page_id=page.pk, offered=True, since=self._begun)
        self._tables.add(
            AuditEntry,  # as `audit_log.services.record` writes it
            at=self._begun,
            action="class_mail.on",
            actor=str(account_of(taught.lead)),
            title=page.title,
            school=school.page.title,
            page_uuid=page.translation_key,
            revision_id=page.latest_revision_id,
            content_hash=content_hash(page),
            data="{}",
        )
        teacher = next(page for staff, page in school.teachers if staff == taught.lead)
        self._places.append((page, teacher, school.page))

    def subscribe_all(self, number: int) -> None:
        """Write this many people with what they asked for. Raises `ValueError` where no class
        offers mail."""
        if number and not self._places:
            raise ValueError("No class offers mail, so nobody can subscribe.")
        for place in range(number):
            self._person(place)

    def _wanted(self, number: int) -> dict[tuple[Scope, Any], SchoolPage]:
        """The places that person `number` asks for, with the school of each."""
        page, teacher, school = self._chance.choice(self._places)
        if number % 10 == 4:
            return {(Scope.SCHOOL, school): school}
        if number % 5 == 3:
            return {(Scope.TEACHER, teacher): school}
        found = {(Scope.CLASS, page): school}
        for _sibling in range(number % 3):
            page, _teacher, school = self._chance.choice(self._places)
            found[Scope.CLASS, page] = school
        return found

    def _person(self, number: int) -> None:
        language = "es" if number % EVERY_SPANISH == 2 else "en"
        asked = self._begun + dt.timedelta(
            days=self._chance.randrange(self._days), minutes=self._chance.randrange(1440)
        )
        person = Subscriber(
            pk=self._tables.of(Subscriber).next_pk(),
            uuid=self._chance.uuid(),
            language=language,
            created_at=asked + PROVED,
        )
        self._tables.add_object(person)
        given, family = self._chance.choice(GIVEN), self._chance.choice(FAMILY)
        self._tables.add(
            VerifiedAddress,
            subscriber_id=person.pk,
            address=f"{given}.{family}.{number + 1}@example.net".lower(),
            verified_at=asked + PROVED,
        )
        for (scope, page), school in self._wanted(number).items():
            self._begin(person, scope, page, school, asked)
            asked += dt.timedelta(minutes=7)

    def _begin(
        self, person: Subscriber, scope: Scope, page: Any, school: SchoolPage, asked: dt.datetime
    ) -> None:
        proved = asked + PROVED
        stops = self._chance.randrange(STOPPED) == 0
        ended = proved + dt.timedelta(hours=20) if stops else None
        self._tables.add(
            Subscription,
            subscriber_id=person.pk,
            scope=scope.value,
            page_uuid=page.translation_key,
            started_at=proved,
            ended_at=ended,
        )
        self._consent(person, scope, page, school, at=proved, asked=asked)
        if ended:
            self._consent(person, scope, page, None, at=ended)

    def _consent(
        self,
        person: Subscriber,
        scope: Scope,
        page: Any,
        school: SchoolPage | None,
        *,
        at: dt.datetime,
        asked: dt.datetime | None = None,
    ) -> None:
        """As `consent.services` writes it: given where it was asked for, else taken back."""
        record = ConsentRecord
        given = school is not None
        words = ""
        if school is not None:
            with translation.override(person.language):
                words = wording.by_email(
                    Place(
                        scope, page.translation_key, page.title, school.title, "", True, False, page
                    )
                )
        self._tables.add(
            record,
            at=at,
            subscriber_uuid=person.uuid,
            act=(record.Act.GIVEN if given else record.Act.WITHDRAWN).value,
            channel=Channel.EMAIL.value,
            scope=scope.value,
            page_uuid=page.translation_key,
            title=page.title if given else "",
            school=school.title if school is not None else "",
            wording=words,
            language=person.language,
            source=(record.Source.FORM if given else record.Source.ONE_CLICK).value,
            proof=(record.Proof.BUTTON if given else record.Proof.LINK).value,
            asked_at=asked,
        )
