"""What follows when a page of ours is moved in the tree."""

from typing import Any

from django.db import transaction
from wagtail.models import Page

from ..models import ClassroomPage


@transaction.atomic
def give_moved_class_its_address(*, page: Any) -> None:
    """Wagtail moves pages as plain ones and so forgets the year's step in a class's address."""
    if page.specific_class is not ClassroomPage:
        return
    classroom = page.specific
    plain = classroom.url_path
    address = classroom.set_url_path(classroom.get_parent())
    if address != plain:
        Page.objects.filter(pk=classroom.pk).update(url_path=address)
        classroom._update_descendant_url_paths(plain, address)
