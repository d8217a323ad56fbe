"""Who may choose, change and open a picture or document, by the pages that show it."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Cast
from django.db.models.query import prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Revision
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from district_cms.web.accounts import Account

from .in_use import is_private, live_pages


def on_readable_page(model: Any, user: Account) -> Q:
    """Returns a condition: on a public live page, or on a page where the account has
    permissions."""
    pages = Page.objects.live().public()
    policy = policy_registry.get_by_type(Page)
    for path in {held.page.path for held in policy.get_cached_permissions_for_user(user)}:
        pages |= Page.objects.filter(path__startswith=path)
    used = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(model),
        to_object_id=Cast(OuterRef("pk"), CharField()),
    )
    page = pages.order_by().filter(pk=Cast(OuterRef("object_id"), IntegerField()))
    stands = Exists(used.filter(Exists(page)))
    # A condition on a column, because the search backend accepts no others.
    return Q(collection=Case(When(stands, then=F("collection"))))


def in_own_draft(item: Any, user: Account) -> bool:
    """True if the newest draft of a page where the account has permissions shows the item."""
    pages = Page.objects.none()
    policy = policy_registry.get_by_type(Page)
    for path in {held.page.path for held in policy.get_cached_permissions_for_user(user)}:
        pages |= Page.objects.filter(path__startswith=path, has_unpublished_changes=True)
    newest = pages.order_by().values("latest_revision")
    drafts = Revision.objects.filter(pk__in=newest).prefetch_related("content_object")
    wanted = (type(item), str(item.pk))
    return any(wanted in references_of(draft.as_object()) for draft in drafts)


def references_of(subject: Any) -> Iterator[tuple[Any, str]]:
    """Yields the models and keys of the objects that its fields reference. No query."""
    for field in subject._meta.concrete_fields:
        if hasattr(field, "extract_references") and (value := getattr(subject, field.attname)):
            yield from (each[:2] for each in field.extract_references(value))


def pages_with(item: Any, pages: PageQuerySet) -> PageQuerySet:
    """Returns those of the pages that show this picture or document."""
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(item),
        to_object_id=str(item.pk),
    )
    return pages.filter(pk__in=uses.values(page=Cast("object_id", IntegerField())))


def closed_paths(request: HttpRequest) -> list[str]:
    """Returns the paths of the pages that this reader may not open. Cached on the request."""
    known: Any = request
    if not hasattr(known, "closed_paths"):
        rows = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        if any(row.restriction_type == row.GROUPS for row in rows) and known.user.is_authenticated:
            prefetch_related_objects([known.user], "groups")
        known.closed_paths = [row.page.path for row in rows if not row.accept_request(request)]
    return list(known.closed_paths)


def open_pages(request: HttpRequest) -> PageQuerySet:
    """Returns the live pages that this reader may open, without aliases: their source is one of the
    pages."""
    pages = Page.objects.live().filter(alias_of=None)
    for path in closed_paths(request):
        pages = pages.exclude(path__startswith=path)
    return pages


CHANGES = frozenset({"change", "delete"})


class MediaPermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy, with two differences.

    Uploaders may not change what a live page shows, because that would bypass the gate. And an
    account may choose what public pages show, what its own pages show, and what it uploaded.
    """

    def user_has_any_permission_for_instance(
        self, user: Account, actions: Iterable[str], instance: Any
    ) -> bool:
        wanted = set(actions)
        if (
            wanted & CHANGES
            and not self._check_perm(user, ["change"], collection=instance.collection)
            and on_live_page(instance)
        ):
            wanted -= CHANGES
        if not wanted:
            return False
        if super().user_has_any_permission_for_instance(user, wanted, instance):
            return True
        if wanted & {"choose", *CHANGES} and self._is_own(user, instance):
            return True
        if "choose" not in wanted or not self._check_perm(user, ["choose"]):
            return False
        same = self.model._default_manager.filter(pk=instance.pk)
        return bool(same.filter(on_readable_page(self.model, user)).exists())

    def instances_user_has_any_permission_for(self, user: Account, actions: Iterable[str]) -> Any:
        wanted = set(actions)
        if (
            user.is_superuser
            or not wanted & {"choose", *CHANGES}
            or not self._check_perm(user, ["add", "choose", "change"])
        ):
            return super().instances_user_has_any_permission_for(user, wanted)
        actions_needed = {"choose"} & wanted | ({"change"} if wanted & CHANGES else set())
        condition = Q(collection__in=self._collections_with_perm(user, actions_needed))
        if self._check_perm(user, ["add"]):
            condition |= Q(**{self.owner_field_name: user})
        if (
            "choose" in wanted
            and self._check_perm(user, ["choose"])
            and not self.chooses_from_all(user)
        ):
            condition |= on_readable_page(self.model, user)
        return self.model._default_manager.filter(condition)

    def is_theirs(self, user: Account, instance: Any) -> bool:
        """True if the account could change or delete this while no live page shows it."""
        if self._check_perm(user, ["change"], collection=instance.collection):
            return True
        return self._is_own(user, instance)

    def changes_only_own(self, user: Account) -> bool:
        """True if the account's list of files contains only its own uploads."""
        return not self._check_perm(user, ["change"])

    def chooses_from_all(self, user: Account) -> bool:
        """True if the account may choose from all collections, by a permission on the root."""
        if user.is_superuser:
            return True
        permissions = self._get_user_permission_objects_for_actions(user, {"choose"})
        return any(each.collection.is_root() for each in permissions)

    def _is_own(self, user: Account, instance: Any) -> bool:
        owner = getattr(instance, f"{self.owner_field_name}_id")
        return owner is not None and owner == user.pk and self._check_perm(user, ["add"])


def on_live_page(item: Any) -> bool:
    """True if a live page uses this picture or document, or the office listed it as public."""
    return getattr(item, "listed_as_public", False) or bool(live_pages([item]).exists())


def is_for_everyone(document: Any) -> bool:
    """True if anyone may open it: a public page shows it or it is listed, and it is not private."""
    pages = Page.objects.live().filter(alias_of=None).public()
    is_reachable = document.listed_as_public or pages_with(document, pages).exists()
    return is_reachable and not is_private(document.collection)


def may_open(document: Any, request: HttpRequest) -> bool:
    """True if this reader may open the document: by a live page, as its owner, or as a reviewer."""
    if document.listed_as_public or pages_with(document, open_pages(request)).exists():
        return True
    policy: Any = policy_registry.get_by_type(type(document))
    user: Any = request.user
    if policy.is_theirs(user, document):
        return True
    if not policy.user_has_permission_for_instance(user, "choose", document):
        return False
    model = type(document)
    approves = policy_registry.get_by_type(Page).user_has_permission(user, "publish")
    same = model.objects.filter(pk=document.pk)
    if approves or same.filter(on_readable_page(model, user)).exists():
        return True
    return in_own_draft(document, user)
