"""Says in one line each what is well, what to look at, and what is broken."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...site.doctor import BROKEN, examine


class Command(BaseCommand):
    help = (
        "Looks at settings, database, clock, queue, uploads, cache, backup, mail, DNS and "
        "webhooks. Each line is ok, look at this, or broken with what to do; exits with 1 if "
        "something is broken."
    )
    requires_system_checks: list[str] = []  # they are its first lines

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--backups", type=Path, default=Path("/var/backups/district"))
        parser.add_argument("--dkim-selector", action="append", default=[], metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        selectors = tuple(options["dkim_selector"])
        for each in examine(backups=options["backups"], selectors=selectors):
            self.stdout.write(f"{each.state + ':':<14}{each.part}: {each.text}")
            broken += each.state == BROKEN
        if broken:
            raise CommandError(f"{broken} broken; each line says what to do.")
