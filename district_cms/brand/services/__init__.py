"""Every write of the registry that is more than one save, with its audit entry."""

from .logos import delete_logo, keep_logo, replace_picture, retire_logo, use_logo_again
from .look import change_look
from .organizations import delete_professional, keep_district, keep_professional, keep_school
from .statements import add_statement, change_statement, retire_statement

__all__ = [
    "add_statement",
    "change_look",
    "change_statement",
    "delete_logo",
    "delete_professional",
    "keep_district",
    "keep_logo",
    "keep_professional",
    "keep_school",
    "replace_picture",
    "retire_logo",
    "retire_statement",
    "use_logo_again",
]
