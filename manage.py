#!/usr/bin/env python
"""Django's command line, with the settings that the environment or `.env` names."""

import sys

from django.core.management import execute_from_command_line

from district_cms.settings import start

if __name__ == "__main__":
    start.choose()
    start.say()
    execute_from_command_line(sys.argv)
