"""For loading the demo: as dev, without the record of every query that Django keeps in DEBUG.

On SQLite that record asks the database once more for each of a hundred thousand queries.
"""

from .dev import *  # noqa: F403  # settings are one namespace by Django's design

DEBUG = False
