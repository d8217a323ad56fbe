"""`manage.py check_accessibility [FILE | --server]`."""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, override

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_cms.checks.accessibility.answers import answer, entries, has_errors
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault


class Command(BaseCommand):
    help = (
        "Check HTML, a fragment or a whole document, and print the findings as JSON: a list of "
        "objects with rule, wcag, severity (error or warning), selector, excerpt and message. "
        "Exit code 0: no errors, at most warnings; 1: errors found; 2: the HTML could not be "
        'read. With --server, each line of standard input is an object {"html": "…"} and is '
        'answered by one line {"findings": […]}, or {"error": "…"} if the line makes no sense; '
        "the exit code is then 0. Needs no database."
    )
    # Nothing here looks at the project or its data.
    requires_system_checks = ()

    @override
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="a file in UTF-8; standard input if left out")
        parser.add_argument(
            "--server", action="store_true", help="answer line by line until the input ends"
        )

    @override
    def handle(self, *args: Any, **options: Any) -> None:
        if options["server"]:
            if options["file"]:
                raise CommandError("--server reads standard input, not a file.", returncode=2)
            self._serve(sys.stdin.buffer)
            return
        found = entries(_read(options["file"]), _message)
        self.stdout.write(json.dumps(found, indent=2))
        if has_errors(found):
            raise SystemExit(1)

    def _serve(self, lines: BinaryIO) -> None:
        for line in lines:
            # ASCII only, so that no terminal and no lone surrogate stops it.
            self.stdout.write(json.dumps(answer(line.decode("utf-8", "replace"), _message)))
            self.stdout.flush()


def _read(file: str | None) -> str:
    try:
        source = Path(file).read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
    return source.decode("utf-8-sig", "replace")


def _message(fault: Fault) -> str:
    return str(describe(fault).message)
