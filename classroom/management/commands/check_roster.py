"""`manage.py check_roster PATH`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, override

from django.core.management.base import BaseCommand, CommandError

from district_cms.imports.importer import described
from district_cms.people.rosters.reading import SENTENCES, read_roster

from ...rosters.class_list import read_class_list
from ...rosters.grouping import group_sections


class Command(BaseCommand):
    """Names the mistakes of a OneRoster delivery or a CSV of classes, and counts its pages."""

    help = "Check a OneRoster zip or folder, or a CSV of classes; nothing is stored."

    @override
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        as_list = path.suffix.lower() == ".csv"
        try:
            roster = read_class_list(path) if as_list else read_roster(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        for note in roster.notes:
            self.stdout.write(f"  - {described(note, SENTENCES)}")
        if roster.errors:
            lines = "\n".join(f"  {described(found, SENTENCES)}" for found in roster.errors)
            raise CommandError(f"Mistakes in the delivery: {len(roster.errors)}\n{lines}")
        schools = sum(kind == "school" for kind, _name in roster.orgs.values())
        grouping = group_sections(roster)
        for key, reason in grouping.without:
            self.stdout.write(f"  - no page for {key} “{roster.sections[key].title}”: {reason}")
        self.stdout.write(
            f"{schools} schools, {len(roster.staff)} staff, {len(roster.sections)} sections as "
            f"{len(grouping.groups)} pages, {len(grouping.without)} without; "
            f"not stored: {roster.families} students and families, "
            f"{roster.student_enrollments} enrollments of students."
        )
