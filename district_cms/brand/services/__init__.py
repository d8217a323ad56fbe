"""Every write of the registry that is more than one save, with its audit entry."""

from .logos import delete_logo, keep_logo, replace_picture, retire_logo, use_logo_again
from .organizations import keep_district, keep_school
from .statements import add_statement, change_statement, retire_statement

__all__ = [
    "add_statement",
    "change_statement",
    "delete_logo",
    "keep_district",
    "keep_logo",
    "keep_school",
    "replace_picture",
    "retire_logo",
    "retire_statement",
    "use_logo_again",
]
