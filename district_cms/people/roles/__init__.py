"""The names of the roles. Pure: what each may do stands in `people.roles.matrix`."""

from enum import StrEnum


class Role(StrEnum):
    TEACHER = "teacher"
    PRINCIPAL = "principal"
    COMMUNICATIONS = "communications"
    ADMINISTRATOR = "administrator"
    COUNSELOR = "counselor"
    # Fills in wherever a school has no principal.
    STAND_IN = "stand-in"


# Roles that mean something only at a named school.
NEEDS_SCHOOL = frozenset({Role.TEACHER, Role.PRINCIPAL})

# Roles in the whole district, never at one school: what they may do reaches every page.
DISTRICT_WIDE = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.STAND_IN})
