"""Writing the role matrix into groups and permissions."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.dispatch import Signal
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
)

from district_cms.media.places import shared_collection

from .permissions import KINDS
from .roles.matrix import ROLE_MATRIX, Grants, Scope
from .services import GROUP_NAMES

# Sent inside the transaction when the matrix is in the database. Arguments: `root`, the home page.
role_matrix_applied = Signal()


@dataclass(frozen=True, slots=True)
class Applied:
    """What one run found or changed: one line a role."""

    lines: tuple[str, ...]


@transaction.atomic
def apply_role_matrix() -> Applied:
    """Make the database say exactly what the matrix says. Running it again changes nothing.

    Permissions that a role's group has beyond the matrix are taken away. Raises
    `ImproperlyConfigured` for a permission that does not exist, before anything is written.
    """
    names = {role: _names(grants) for role, grants in ROLE_MATRIX.items()}
    by_name = _permissions(set().union(*names.values()))
    wanted = {role: [by_name[name] for name in sorted(of_role)] for role, of_role in names.items()}
    root = _site_root()
    shared = shared_collection()
    lines = []
    for role, grants in ROLE_MATRIX.items():
        group, _created = Group.objects.get_or_create(name=GROUP_NAMES[role])
        group.permissions.set(wanted[role])
        _set_page_permissions(group, grants, root)
        _set_media_permissions(group, grants, shared)
        lines.append(f"{group.name}: {len(wanted[role])} permissions, pages: {grants.pages}")
    role_matrix_applied.send(sender=apply_role_matrix, root=root)
    return Applied(tuple(lines))


def _site_root() -> Page:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        raise ImproperlyConfigured("There is no site yet: create the home page first.")
    return site.root_page


def _names(grants: Grants) -> set[str]:
    return set(grants.models) | ({"wagtailadmin.access_admin"} if grants.enters_editor else set())


def _permissions(names: set[str]) -> dict[str, Permission]:
    """Each by its name, such as "people.change_user", in one query."""
    codenames = {name.split(".")[1] for name in names}
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    found: dict[str, Permission] = {}
    for row in rows.order_by("-pk"):  # of two with one name the older counts
        found[f"{row.content_type.app_label}.{row.codename}"] = row
    if missing := sorted(names - found.keys()):
        raise ImproperlyConfigured(f"The role matrix names {missing[0]}, which does not exist.")
    return found


def _set_page_permissions(group: Group, grants: Grants, root: Page) -> None:
    # Scopes that depend on the person are given by the page permission policy, not by rows.
    codenames = (
        {f"{action}_page" for action in grants.page_actions}
        if grants.pages == Scope.DISTRICT
        else set()
    )
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", content_type__model="page", codename__in=codenames
    )
    _set_rows(GroupPagePermission, group, {"page": root}, wanted)


def _set_media_permissions(group: Group, grants: Grants, shared: Collection) -> None:
    # Collections of schools are given by the policy, not by rows: see `permissions`.
    everywhere = grants.pages == Scope.DISTRICT
    place = Collection.get_first_root_node() if everywhere else shared
    actions = grants.media if everywhere else grants.media & {"choose"}
    codenames = {f"{action}_{kind}" for action in actions for kind in KINDS}
    wanted = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    _set_rows(GroupCollectionPermission, group, {"collection": place}, wanted)


def _set_rows(model: Any, group: Group, place: dict[str, Any], wanted: Any) -> None:
    """Let the rows of a group give these permissions at this place, and nothing anywhere else."""
    rows = model.objects.filter(group=group)
    rows.exclude(**place, permission__in=wanted).delete()
    there = rows.filter(**place).values("permission")
    model.objects.bulk_create(
        model(group=group, permission=permission, **place)
        for permission in wanted.exclude(pk__in=there)
    )
