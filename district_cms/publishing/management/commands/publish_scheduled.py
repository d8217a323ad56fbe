"""Replaces Wagtail's command: a page that may not go live does not stop the others."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...scheduled import publish_due_pages, withdraw_expired


class Command(BaseCommand):
    help = "Publish scheduled pages that are due and take down expired ones, one page at a time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dryrun", action="store_true", help="Say what would happen and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        dry_run = bool(options["dryrun"])
        for line in withdraw_expired(dry_run=dry_run):
            self.stdout.write(line)
        for line in publish_due_pages(dry_run=dry_run):
            self.stdout.write(line)
