"""The way for an urgent notice when the website, or its worker, is down."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from district_cms.people.models import User
from district_cms.schools.banners.wording import USUAL, usual_end
from district_cms.schools.models import SchoolPage

from ...models import UrgentNotice
from ...notices.by_hand import Told, look, send
from ...notices.previewing import Sheet
from ...notices.progress import progress_of
from ...notices.rules import NotSent


class Command(BaseCommand):
    help = (
        "Sends an urgent notice from the server: on the website, and by email and text to everyone "
        "who follows the schools. Without --yes it only says whom it would reach. This does not "
        "replace 911 or your alert system."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--district", action="store_true", help="to the whole district")
        where.add_argument(
            "--school", action="append", metavar="SLUG", help="such as juniper-creek; repeatable"
        )
        parser.add_argument("--usual", choices=[one.key for one in USUAL], help="ready words")
        for language, name in (("en", "English"), ("es", "Spanish")):
            parser.add_argument(f"--title-{language}", default="", help=f"the title in {name}")
            parser.add_argument(f"--text-{language}", default="", help=f"the words in {name}")
        parser.add_argument("--until", help="such as 2026-11-24T18:00; the evening by default")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="whose notice it is")
        parser.add_argument(
            "--reason", required=True, help="why it cannot wait for a second person; recorded"
        )
        parser.add_argument("--yes", action="store_true", help="send it")
        parser.add_argument(
            "--dispatch", action="store_true", help="hand it over from here: the worker is down"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        told = Told(
            user=_user(options["by"]),
            schools=None if options["district"] else _schools(options["school"]),
            usual=options["usual"] or "",
            words={
                name: options[name]
                for name in ("title_en", "title_es", "text_en", "text_es")
                if options[name]
            },
            ends_at=_moment(options["until"]) if options["until"] else usual_end(),
            reason=options["reason"],
        )
        try:
            notice, sheet = look(told)
            self._say(notice, sheet)
            if not options["yes"]:
                raise CommandError("Nothing was sent. Look it over, then add --yes.")
            sent = send(told, dispatch=options["dispatch"], say=self.stdout.write)
        except (NotSent, PermissionDenied) as refusal:
            raise CommandError(str(refusal)) from refusal
        found = progress_of(sent, timezone.now())
        self.stdout.write(
            f"On the website. {found.written} messages written: {found.sent} handed over, "
            f"{found.waiting} wait for the worker, {found.failed} not sent."
        )

    def _say(self, notice: UrgentNotice, sheet: Sheet) -> None:
        self.stdout.write(f"{notice.title_en}: {notice.text_en}")
        # Without Spanish words, families who chose Spanish get the English.
        if notice.text_es:
            self.stdout.write(f"{notice.title_es or notice.title_en}: {notice.text_es}")
        for one in sheet.going:
            held = sum(one.suppressed.values())
            self.stdout.write(f"{one.channel.value}: {one.reached} recipients, {held} unreachable")
        self.stdout.write(f"segments of texts: {sheet.segments}")


def _user(email: str) -> User:
    found = User.objects.filter(email__iexact=email, is_active=True).first()
    if found is None:
        raise CommandError(f"There is no active account {email}.")
    return found


def _schools(slugs: list[str]) -> list[SchoolPage]:
    found = {page.slug: page for page in SchoolPage.objects.live().filter(slug__in=slugs)}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise CommandError(f"There is no school {missing[0]}.")
    return list(found.values())


def _moment(text: str) -> dt.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"{text!r} is no moment such as 2026-11-24T18:00.")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment
