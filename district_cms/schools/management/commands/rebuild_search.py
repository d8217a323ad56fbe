"""Write anew what the public search finds by name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district_cms.schools.search.index import rebuild
from district_cms.schools.search.synonyms import add_first_words


class Command(BaseCommand):
    help = (
        "Writes anew what the public search finds by name. The nightly run does the same; "
        "needed after an upgrade, or after pages were changed in the database itself."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--first-words",
            action="store_true",
            help="fills the office's list of search words, if it is empty",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["first_words"]:
            self.stdout.write(f"{add_first_words()} lines of search words added.")
        self.stdout.write(f"{rebuild()} pages are found by name.")
