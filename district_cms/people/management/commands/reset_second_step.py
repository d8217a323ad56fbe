"""Resets the second step on the server, for the day on which the last administrator loses their
phone."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ...models import User
from ...second_step.services import reset


class Command(BaseCommand):
    help = "Removes the second step of one account, and records who did it on the server and why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the account's address")
        parser.add_argument("--reason", required=True, help="recorded in the audit log")

    def handle(self, *args: Any, email: str, reason: str, **options: Any) -> None:
        account = User.objects.filter(email__iexact=email).first()
        if account is None:
            raise CommandError("There is no account with this address.")
        reset(account=account, actor="reset_second_step", reason=reason)
        self.stdout.write("The second step was reset. Its owner gets an email.")
