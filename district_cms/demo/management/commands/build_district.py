"""Builds a fictional district of the size of a large one, for measurements."""

import datetime as dt
import time
from typing import Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ...at_size.build import build_at_size
from ...at_size.plans import Sizes

NUMBERS = ("schools", "teachers", "classes", "updates", "subscribers", "seed")


class Command(BaseCommand):
    help = "Build a fictional district at a large district's size in an empty PostgreSQL database."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in NUMBERS:
            default = Sizes.__dataclass_fields__[name].default
            parser.add_argument(f"--{name}", type=int, default=default, help=f"Default: {default}.")
        parser.add_argument(
            "--anchor",
            type=dt.date.fromisoformat,
            help="The present day of the district (YYYY-MM-DD). Default: today.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        begun, cpu = time.monotonic(), time.process_time()
        try:
            sizes = Sizes(
                anchor=options["anchor"] or timezone.localdate(),
                **{name: options[name] for name in NUMBERS},
            )
            build_at_size(sizes, say=self._say)
        except (ImproperlyConfigured, ValueError) as error:
            raise CommandError(str(error)) from error
        wall, own = time.monotonic() - begun, time.process_time() - cpu
        rows = {m._meta.label: m._base_manager.count() for m in apps.get_models()}
        for label in sorted(filter(rows.get, rows), key=rows.__getitem__, reverse=True):
            self.stdout.write(f"{rows[label]:>10,}  {label}")
        self.stdout.write(
            f"Built in {wall:.0f} s, of which this program computed {own:.0f} s. Sign in with the "
            f"demo's password."
        )

    def _say(self, words: str) -> None:
        self.stdout.write(f"{words} …")
        self.stdout.flush()
