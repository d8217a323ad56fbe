"""Which guides there are, for whom each is written, and who reads it. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..roles import Role

EVERYONE: Final = frozenset(Role)
_ADMINISTRATOR: Final = frozenset({Role.ADMINISTRATOR})
_WHOLE_DISTRICT: Final = frozenset({Role.COMMUNICATIONS, Role.ADMINISTRATOR})
_LEADS: Final = frozenset({Role.PRINCIPAL, Role.STAND_IN})


@dataclass(frozen=True, slots=True)
class Guide:
    """One page of `folder` in the documentation, rendered by `rendered.py`.

    It is written for `roles`; `only_theirs` keeps it from everyone else.
    """

    name: str
    title: Promise
    about: Promise
    roles: frozenset[Role] = frozenset()
    only_theirs: bool = False
    folder: str = "how-to"

    def may_be_read_by(self, roles: Collection[Role]) -> bool:
        return not self.only_theirs or not self.roles.isdisjoint(roles)


_ALL: Final = (
    Guide(
        "teacher",
        _("Posting an update"),
        _("For teachers and substitutes"),
        frozenset({Role.TEACHER}),
    ),
    Guide("principal", _("Reviewing updates"), _("For principals and their stand-ins"), _LEADS),
    Guide(
        "communications-office",
        _("The district’s website"),
        _("For the communications office and administrators"),
        _WHOLE_DISTRICT,
    ),
    Guide(
        "operator",
        _("Installing and running the site"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "mail-and-texts",
        _("Accounts for email and texts"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
    ),
    Guide(
        "counselor",
        _("Classes I follow"),
        _("For counselors, and anyone who follows classes without teaching them"),
        frozenset({Role.COUNSELOR}),
    ),
    Guide("staff", _("Your email signature"), _("For everyone who works here"), EVERYONE),
    Guide("family", _("Reading class pages, updates by email"), _("What families read")),
    Guide(
        "gate",
        _("What the checks ask"),
        _("Why something was refused"),
        folder="reference",
    ),
    Guide(
        "cadence",
        _("Posting days"),
        _("When they are, and what counts as late"),
        folder="reference",
    ),
    Guide(
        "clauses",
        _("The procedure, clause by clause"),
        _("What must be, and what is advice"),
        folder="reference",
    ),
    Guide(
        "roles", _("Who may do what"), _("Each role, and what it may change"), folder="reference"
    ),
    Guide(
        "outbox",
        _("What becomes of a message"),
        _("For whoever runs the servers"),
        _ADMINISTRATOR,
        only_theirs=True,
        folder="reference",
    ),
)
GUIDES: Final = {guide.name: guide for guide in _ALL}


def guide_for(roles: Collection[Role], name: str) -> Guide:
    """The guide of this name. Raises `Http404` where there is none, `PermissionDenied` where it is
    kept from these roles."""
    found = GUIDES.get(name)
    if found is None:
        raise Http404
    if not found.may_be_read_by(roles):
        raise PermissionDenied
    return found


def guides_for(roles: Collection[Role]) -> tuple[list[Guide], list[Guide]]:
    """(written for these roles, the others that they may read)."""
    readable = [guide for guide in _ALL if guide.may_be_read_by(roles)]
    own = [guide for guide in readable if not guide.roles.isdisjoint(roles)]
    return own, [guide for guide in readable if guide not in own]
