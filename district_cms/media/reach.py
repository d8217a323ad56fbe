"""Which pictures and documents an account meets on pages: on what is live for everyone, and on the
pages where it has a task, drafts too. Which live pages a reader may open."""

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Cast
from django.db.models.query import prefetch_related_objects
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Revision
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from district_cms.web.accounts import Account


def stands_in_reach(model: Any, user: Account) -> Q:
    """A condition for a query of `model`. The pages of a row are found by indexes: a window of
    twenty pictures asks of some hundred rows, whatever the district's size.

    Asks two queries itself: for the pages that are not for everyone, and once a request for the
    account's tasks.
    """
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
    # Said of a column, because the search takes no other conditions.
    return Q(collection=Case(When(stands, then=F("collection"))))


def stands_in_draft(item: Any, user: Account) -> bool:
    """Whether the newest draft of a page where the account has a task shows this: the index above
    knows what a page was created with and what is live. A few queries, however many drafts."""
    pages = Page.objects.none()
    policy = policy_registry.get_by_type(Page)
    for path in {held.page.path for held in policy.get_cached_permissions_for_user(user)}:
        pages |= Page.objects.filter(path__startswith=path, has_unpublished_changes=True)
    newest = pages.order_by().values("latest_revision")
    drafts = Revision.objects.filter(pk__in=newest).prefetch_related("content_object")
    wanted = (type(item), str(item.pk))
    return any(wanted in references_of(draft.as_object()) for draft in drafts)


def references_of(subject: Any) -> Iterator[tuple[Any, str]]:
    """The models and keys of what its fields name. No query."""
    for field in subject._meta.concrete_fields:
        if hasattr(field, "extract_references") and (value := getattr(subject, field.attname)):
            yield from (each[:2] for each in field.extract_references(value))


def pages_with(item: Any, pages: PageQuerySet) -> PageQuerySet:
    """Those of the pages that show this picture or document."""
    uses = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(item),
        to_object_id=str(item.pk),
    )
    return pages.filter(pk__in=uses.values(page=Cast("object_id", IntegerField())))


def closed_paths(request: HttpRequest) -> list[str]:
    """The paths of the pages that this reader may not open, nor any page below them. A query or
    three, once a request."""
    known: Any = request
    if not hasattr(known, "closed_paths"):
        rows = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
        if any(row.restriction_type == row.GROUPS for row in rows) and known.user.is_authenticated:
            prefetch_related_objects([known.user], "groups")
        known.closed_paths = [row.page.path for row in rows if not row.accept_request(request)]
    return list(known.closed_paths)


def open_pages(request: HttpRequest) -> PageQuerySet:
    """The live pages that this reader may open. An alias follows its source, which is one."""
    pages = Page.objects.live().filter(alias_of=None)
    for path in closed_paths(request):
        pages = pages.exclude(path__startswith=path)
    return pages
