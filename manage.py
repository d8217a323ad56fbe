#!/usr/bin/env python
"""Django's command line, with the settings that the environment or `.env` names."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main() -> None:
    try:
        # Reads the environment: a value that cannot be read is said in one sentence.
        from district_cms.settings import start  # noqa: PLC0415

        start.choose()
        start.say()
    except (EnvError, ImproperlyConfigured) as refusal:
        sys.exit(f"The settings cannot be used. {refusal}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
