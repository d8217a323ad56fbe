"""The base of commands that check HTML for scripts: `[FILE | --server]` in, JSON out."""

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO, Final, override

from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_cms.checks.answers import answer, entries, has_errors
from district_cms.checks.describing import describe
from district_cms.checks.findings import Fault

_HELP: Final = (
    "Check HTML, a fragment or a whole document, %(for_what)s, and print the findings as JSON: a "
    "list of objects with rule, wcag, severity (error or warning), selector, excerpt and message. "
    "Exit code 0: no errors, at most warnings; 1: errors found; 2: the HTML could not be "
    'read. With --server, each line of standard input is an object {"html": "…"} and is '
    'answered by one line {"findings": […]}, or {"error": "…"} if the line is not such an object; '
    "the exit code is then 0. Needs no database."
)


class CheckCommand(BaseCommand):
    """The arguments, exit codes and output format; subclasses implement `check_html`."""

    for_what = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.help = _HELP % {"for_what": self.for_what}
        super().__init__(*args, **kwargs)

    def check_html(self, html: str) -> list[Fault]:
        """Returns the faults of a fragment or a whole document."""
        raise NotImplementedError

    # Needs nothing of the project or its data.
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
        results = entries(_read(options["file"]), self.check_html, _message)
        self.stdout.write(json.dumps(results, indent=2))
        if has_errors(results):
            raise SystemExit(1)

    def _serve(self, lines: BinaryIO) -> None:
        for line in lines:
            answered = answer(line.decode("utf-8", "replace"), self.check_html, _message)
            # ASCII, so that neither a terminal nor a lone surrogate breaks it.
            self.stdout.write(json.dumps(answered))
            self.stdout.flush()


def _read(file: str | None) -> str:
    try:
        source = Path(file).read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error
    return source.decode("utf-8-sig", "replace")


def _message(fault: Fault) -> str:
    return str(describe(fault).message)
