"""Sets up a real district in an empty database."""

import getpass
import os
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from district_cms.people.models import User
from district_cms.schools.services.site import public_address

from ...services import set_up_district


class Command(BaseCommand):
    help = (
        "Create the home page, the roles, the approval workflow, the schedules and the first "
        "district administrator. Asks for the password, or reads it from ADMIN_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--admin-email", required=True, help="An address of the district.")
        parser.add_argument("--given-name", required=True)
        parser.add_argument("--family-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        hostname, port = public_address()
        password = os.environ.get("ADMIN_PASSWORD") or self._prompt_password()
        account = User(
            email=options["admin_email"],
            first_name=options["given_name"],
            last_name=options["family_name"],
        )
        try:
            validate_password(password, account)
            set_up_district(
                name=settings.DISTRICT_NAME,
                hostname=hostname,
                port=port,
                admin_email=options["admin_email"],
                given_name=options["given_name"],
                family_name=options["family_name"],
                password=password,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{settings.DISTRICT_NAME} is set up. {options['admin_email']} may sign in at "
            f"{settings.WAGTAILADMIN_BASE_URL}/admin/."
        )
        self.stdout.write(
            "Nobody can approve a page yet. Give each school someone with the role Principal, or "
            "give one person the role Stand-in for principals, which covers every school that has "
            "none."
        )

    def _prompt_password(self) -> str:
        try:
            return getpass.getpass("Password: ")
        except EOFError as error:
            raise CommandError(
                "There is no terminal to ask for the password: set ADMIN_PASSWORD for this command."
            ) from error
