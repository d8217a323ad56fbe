"""All that `make demo` does before it serves, in one program: each would start Django anew."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from district_cms.web.refused.old_database import WAY_OUT, WORDS, is_old


class Command(BaseCommand):
    help = "Set an old demo aside, migrate the database, and load the demo into an empty one."
    requires_system_checks = []  # the website and the worker ask them when they start

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("set_aside_old_demo", stdout=self.stdout)
        if is_old(DEFAULT_DB_ALIAS):
            # Only a file is set aside.
            raise CommandError(f"{WORDS.format(alias=DEFAULT_DB_ALIAS)}\n{WAY_OUT}")
        call_command("migrate", verbosity=0)
        call_command("load_demo", stdout=self.stdout)
