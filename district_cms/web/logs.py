"""No log holds the secret of a link: a family's own page, a new password, a stop."""

import logging

from .visitors import without_secret


class NoSecrets(logging.Filter):
    """Cuts the paths that Django writes about answers (`django.request`) before their secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                without_secret(each) if isinstance(each, str) and each.startswith("/") else each
                for each in record.args
            )
        return True
