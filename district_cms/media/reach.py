"""Which pictures and documents an account meets on pages: on what is live for everyone, and on the
pages where it has a task, drafts too."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, IntegerField, OuterRef, Q, When
from django.db.models.functions import Cast
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

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
