"""The names of the roles. Pure: `people.roles.matrix` defines what each may do."""

from enum import StrEnum


class Role(StrEnum):
    TEACHER = "teacher"
    PRINCIPAL = "principal"
    COMMUNICATIONS = "communications"
    ADMINISTRATOR = "administrator"
    COUNSELOR = "counselor"
    # Approves at schools without a principal.
    STAND_IN = "stand-in"


# Roles that need a school.
NEEDS_SCHOOL = frozenset({Role.TEACHER, Role.PRINCIPAL})

# Roles of the whole district, never of one school: their permissions reach every page.
DISTRICT_WIDE = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR, Role.STAND_IN})
