"""Writes the role matrix into groups and permissions."""

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

# Sent inside the transaction, after the matrix is written. Arguments: `root`, the home page.
role_matrix_applied = Signal()


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of one run: one line per role."""

    lines: tuple[str, ...]


@transaction.atomic
def apply_role_matrix() -> Applied:
    """Makes the database match the matrix exactly. Running it again changes nothing.

    Removes permissions that a role's group has beyond the matrix. Raises `ImproperlyConfigured` for
    a permission that does not exist, before anything is written.
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
    """Returns the permissions by name, such as "people.change_user". One query."""
    codenames = {name.split(".")[1] for name in names}
    rows = Permission.objects.filter(codename__in=codenames).select_related("content_type")
    permissions: dict[str, Permission] = {}
    for row in rows.order_by("-pk"):  # if two have the same name, the older one wins
        permissions[f"{row.content_type.app_label}.{row.codename}"] = row
    if missing := sorted(names - permissions.keys()):
        raise ImproperlyConfigured(f"The role matrix names {missing[0]}, which does not exist.")
    return permissions


def _set_page_permissions(group: Group, grants: Grants, root: Page) -> None:
    # The page permission policy gives scopes that depend on the person; they have no rows.
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
    # The policy in `permissions` gives the collections of schools; they have no rows.
    everywhere = grants.pages == Scope.DISTRICT
    place = Collection.get_first_root_node() if everywhere else shared
    actions = grants.media if everywhere else grants.media & {"choose"}
    codenames = {f"{action}_{kind}" for action in actions for kind in KINDS}
    wanted = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"], codename__in=codenames
    )
    _set_rows(GroupCollectionPermission, group, {"collection": place}, wanted)


def _set_rows(model: Any, group: Group, place: dict[str, Any], wanted: Any) -> None:
    """Gives the group exactly these permissions at this place, and none anywhere else."""
    rows = model.objects.filter(group=group)
    rows.exclude(**place, permission__in=wanted).delete()
    there = rows.filter(**place).values("permission")
    model.objects.bulk_create(
        model(group=group, permission=permission, **place)
        for permission in wanted.exclude(pk__in=there)
    )
