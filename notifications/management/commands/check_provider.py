"""Checks the district's accounts at the providers, and sends one test message on request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from district_cms.web.addresses import is_address

from ...providers.checks import NUMBER, check_reply_mailbox, send_test
from ...providers.registry import SETTINGS, channels_in_use, make_provider


class Command(BaseCommand):
    help = (
        "Asks the mail and text providers for the state of the district's accounts, senders and "
        "webhooks. With --send-to, sends one test message to an address or a telephone number."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--channel", choices=["email", "text"], help="ask one of the providers only"
        )
        parser.add_argument(
            "--send-to", metavar="ADDRESS", help="who gets a test message, such as +14065550100"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, to = options["channel"], options["send_to"] or ""
        if wanted and wanted not in channels_in_use():
            raise CommandError(f"There is no provider for {wanted}: set {SETTINGS[wanted]}.")
        problems = 0
        for channel in channels_in_use():
            if wanted in (None, channel):
                problems += self._check(channel)
        if to:
            problems += not self._send(to)
        if problems:
            raise CommandError(f"{problems} to fix; each line with “fix” says how.")

    def _check(self, channel: str) -> int:
        provider = make_provider(channel)
        self.stdout.write(f"{channel}: {provider.name}")
        results = list(provider.check_account())
        if not results:
            self.stdout.write("  nothing to ask: this provider has no account")
        if channel == "email":
            results.append(check_reply_mailbox())
        for each in results:
            self.stdout.write(f"  {'good' if each.ok else 'fix'}: {each.sentence}")
        return sum(not each.ok for each in results)

    def _send(self, to: str) -> bool:
        if not (is_address(to) or NUMBER.fullmatch(to)):
            raise CommandError(
                f"{to!r} is neither an email address nor a number such as +14065550100."
            )
        sent, sentence = send_test(to)
        self.stdout.write(f"  {'good' if sent else 'fix'}: {sentence}")
        return sent
