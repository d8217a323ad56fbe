"""What follows when a page of ours is moved in the tree."""

from django.db import transaction
from wagtail.models import Page

from ..ledger.keeping import refresh_classes
from ..models import ClassroomPage, Posting, UpdatePage


@transaction.atomic
def give_moved_class_its_address(*, page: Page) -> None:
    """Wagtail moves pages as plain ones and so forgets the year's step in a class's address."""
    if page.specific_class is not ClassroomPage:
        return
    classroom = page.specific
    plain = classroom.url_path
    address = classroom.set_url_path(classroom.get_parent())
    if address != plain:
        Page.objects.filter(pk=classroom.pk).update(url_path=address)
        classroom._update_descendant_url_paths(plain, address)


@transaction.atomic
def take_posting_along(*, page: Page) -> None:
    """An update that was put into another class counts there, as its place in the tree says."""
    if page.specific_class is not UpdatePage:
        return
    posting = Posting.objects.filter(page_uuid=page.translation_key).first()
    if posting is not None:
        classes = [posting.classroom_id, page.get_parent().pk]
        posting.classroom_id = classes[1]
        posting.save(update_fields=["classroom"])
        refresh_classes(classroom_ids=classes)
