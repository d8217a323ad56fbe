#!/usr/bin/env python
"""Django's command line, with the settings that the environment or `.env` names."""

import sys

from district_cms.settings import start
from district_cms.web.old_database import CommandLine

if __name__ == "__main__":
    start.choose()
    start.say()
    CommandLine(sys.argv).execute()
