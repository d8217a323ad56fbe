"""List the live pages that the publish gate would refuse today."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...live_pages import count_live_pages, failing_live_pages


class Command(BaseCommand):
    help = (
        "List the live pages that would not go live today, with the rules that they break. "
        "Changes nothing: rules may have been tightened since, or a page was restored or brought "
        "in by SQL."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fail", action="store_true", help="End with exit code 1 when there is such a page."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        pages = 0
        broken: Counter[str] = Counter()
        for page in failing_live_pages():
            pages += 1
            broken.update(page.rules)
            self.stdout.write(f"{page.address}: {', '.join(page.rules)}")
        for rule, number in sorted(broken.items()):
            self.stdout.write(f"{rule}: {number}")
        summary = f"{pages} of {count_live_pages()} live pages would be refused today."
        self.stdout.write(summary)
        if pages and options["fail"]:
            raise CommandError(summary, returncode=1)
