"""What a list of staff changes, as people read it before they say yes: each cell as it is and as it
will be."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext

from district_cms.imports.importer import Shown, ShownCell
from district_cms.imports.plan import Change
from district_cms.imports.wording import LABELS
from district_cms.schools.models import SchoolPage

from ..models import StaffRole
from ..roles import Role
from .records import Record

Schools = Mapping[int, SchoolPage]


def shown(change: Change, schools: Schools) -> Shown:
    """One line of the preview. Who is meant is named as they are called now: a line that slipped is
    seen by that."""
    label, who = str(LABELS[change.kind]), (change.before or change.after).name
    if change.after is None:
        gone = gettext("no longer works here")
        if change.before.account:
            gone = gettext("no longer works here; the account ends")
        return Shown(label, who, gone)
    cells = list(_cells(change.before, change.after, schools))
    cells += _notes(change.before, change.after, schools)
    said = [f"{cell.name}: {cell.after or gettext('nothing')}" for cell in cells]
    return Shown(label, who, "; ".join(said), tuple(cells))


def _cells(before: Record | None, after: Record, schools: Schools) -> Iterator[ShownCell]:
    was = _values(before, schools) if before is not None else {}
    for name, now in _values(after, schools).items():
        old = was.get(name, "")
        comes_back = before is not None and not before.active
        if name == _roles_label() and comes_back:
            # Whoever comes back has no roles but those that the file gives.
            yield ShownCell(name, "", now)
        elif now != old and (now or old):
            yield ShownCell(name, old, now)


def _values(one: Record, schools: Schools) -> dict[str, str]:
    """{what it is called: what stands there}."""
    held = one.roles if one.active else ()
    return {
        gettext("Name"): one.name,
        gettext("Job title"): one.title,
        gettext("Email"): one.email,
        gettext("Schools"): ", ".join(_school(pk, schools) for pk in one.schools),
        _roles_label(): _roles(held, schools),
        gettext("Roster id"): one.source_id,
        gettext("Signs in with"): one.signs_in,
    }


def _notes(before: Record | None, after: Record, schools: Schools) -> list[ShownCell]:
    """What follows from it: someone comes back, a role ends, an invitation goes out, an account
    stays closed."""
    found = []
    if before is not None and not before.active:
        found.append(ShownCell(gettext("Works here"), gettext("No"), gettext("Yes")))
    held = before.roles if before is not None and before.active else ()
    if lost := [pair for pair in held if pair not in after.roles]:
        found.append(ShownCell(gettext("Roles that end"), "", _roles(lost, schools)))
    if after.account and not (before is not None and before.account):
        if not after.ended:
            found.append(ShownCell(gettext("Account"), "", _of_account(after)))
        else:
            found.append(ShownCell(gettext("Account"), "", _closed()))
    elif before is not None and after.ended and not before.active:
        found.append(ShownCell(gettext("Account"), "", _closed()))
    return found


def _of_account(after: Record) -> str:
    if after.has_password:
        return gettext("the one that is there, with the password that it has; no email is sent")
    return gettext("a new account; an email with a link to choose a password is sent")


def _closed() -> str:
    return gettext("the account has ended; “Accounts” opens it again")


def _roles_label() -> str:
    return gettext("Roles")


def _roles(roles: Iterable[tuple[str, int | None]], schools: Schools) -> str:
    labels = {Role(role).value: str(label) for role, label in StaffRole.ROLES}
    return ", ".join(
        f"{labels[role]} ({_school(school, schools)})" if school else labels[role]
        for role, school in roles
    )


def _school(pk: int, schools: Schools) -> str:
    page = schools.get(pk)
    return page.title if page else "–"
