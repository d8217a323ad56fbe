"""Loads the fictional district and prints how to sign in."""

import datetime as dt
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_cms.audit_log.sealing import seal_log

from ...loader import load_demo, logins, send_demo_mail


class Command(BaseCommand):
    help = "Load Larkspur Valley Public Schools, a fictional district, into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--anchor",
            type=dt.date.fromisoformat,
            help="The present day of the demo (YYYY-MM-DD). Default: today.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_demo(anchor=options["anchor"], say=self._say)
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        sent = send_demo_mail(loaded, say=self._say)
        if loaded.new:
            seal_log(late=True)  # its past is older than what the worker seals
        state = (
            f"loaded with {loaded.updates} updates and {sent} messages"
            if loaded.new
            else "is already here"
        )
        self.stdout.write(f"Larkspur Valley Public Schools {state}; its date is {loaded.anchor}.")
        for login in logins():
            self.stdout.write(f"  {login.role:<15} {login.email:<42} {login.password}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()  # visible at once, also through a pipe
