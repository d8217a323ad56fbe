"""Pictures and documents that a page or an object names, and which of them are out of reach.

Whoever could put any number into a form would publish a picture of another school's children, or
see it in the next answer. What the page held before is not asked again: a teacher goes on writing
where the office has put a picture.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry
from wagtail.rich_text import extract_references_from_rich_text

from district_cms.media.models import DistrictDocument, DistrictImage
from district_cms.media.reach import references_of
from district_cms.web.accounts import Account
from district_cms.web.refused.keys import key_in

MODELS: Final[tuple[Any, ...]] = (DistrictImage, DistrictDocument)

File = tuple[Any, int]
"""A model of `MODELS` and a key."""


def out_of_reach(*, subject: Any, user: Account, named: Iterable[File]) -> set[File]:
    """Those of these files that the account may not choose and that the subject did not hold
    before. What is not there is out of reach as well, so that no answer says which it is.

    A query for each kind of file that is named; where some are out of reach, what the subject and
    its revisions hold is read, newest first, until all are found.
    """
    wanted: dict[Any, set[int]] = defaultdict(set)
    for model, key in named:
        wanted[model].add(key)
    beyond: set[File] = set()
    for model, keys in wanted.items():
        policy = policy_registry.get_by_type(model)
        may = policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk__in=keys)
        beyond |= {(model, key) for key in keys - set(may.values_list("pk", flat=True))}
    if beyond and subject.pk is not None:
        for held in _held(subject):
            beyond -= held
            if not beyond:
                break
    return beyond


def refusal(model: Any) -> str:
    """Why such a file is refused, and what to do."""
    if model is DistrictImage:
        return _(
            "You cannot use this picture here. It is gone, or it is another school’s and on no "
            "page that everyone can see. Choose another one, or upload it yourself."
        )
    return _(
        "You cannot use this document here. It is gone, or it is another school’s and on no page "
        "that everyone can see. Choose another one, or upload it yourself."
    )


def files_of(subject: Any) -> set[File]:
    """The files that its fields name. No query."""
    return set(_known(references_of(subject)))


def files_in(html: str) -> set[File]:
    """The files that a rich text names. No query."""
    return set(_known(each[:2] for each in extract_references_from_rich_text(html)))


def _held(subject: Any) -> Iterator[set[File]]:
    kind = ContentType.objects.get_for_model(Page if isinstance(subject, Page) else type(subject))
    rows = ReferenceIndex.objects.filter(
        base_content_type=kind,
        object_id=str(subject.pk),
        to_content_type__in=ContentType.objects.get_for_models(*MODELS).values(),
    )
    named = rows.values_list("to_content_type", "to_object_id")
    models = {ContentType.objects.get_for_model(model).pk: model for model in MODELS}
    yield set(_known((models[of], key) for of, key in named))
    if hasattr(subject, "revisions"):
        for revision in subject.revisions.order_by("-pk").iterator(chunk_size=20):
            yield files_of(revision.as_object())


def _known(references: Iterable[tuple[Any, str]]) -> Iterator[File]:
    for model, key in references:
        number = key_in(key)
        if model in MODELS and number is not None:
            yield model, number
