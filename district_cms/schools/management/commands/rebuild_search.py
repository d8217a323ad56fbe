"""Rebuilds the index of named items for the public search."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from district_cms.schools.search.index import rebuild
from district_cms.schools.search.synonyms import add_first_words


class Command(BaseCommand):
    help = (
        "Rebuilds the index of names for the public search, as the nightly run does. Run it "
        "after an upgrade, or after changing pages directly in the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--first-words",
            action="store_true",
            help="fill the office's list of search words if it is empty",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["first_words"]:
            self.stdout.write(f"{add_first_words()} lines of search words added.")
        self.stdout.write(f"{rebuild()} pages indexed by name.")
