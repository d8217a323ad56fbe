"""Pictures that come with the composer's form: into the library, and into the update."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.permissions import policy_registry

from district_cms.media.pictures.phones import as_browsers_show
from district_cms.people.models import User
from district_cms.schools.frame import school_path

from ..models import ClassroomPage, UpdatePage

MOST = 12


def may_upload(user: User) -> bool:
    policy = policy_registry.get_by_type(get_image_model())
    return bool(policy.user_has_permission(user, "add"))


@transaction.atomic
def add_pictures(
    *, page: UpdatePage, classroom: ClassroomPage, files: Iterable[UploadedFile], user: User
) -> list[str]:
    """Put each file into the library, with the pictures of the class's school, and into `page`,
    which is not saved; return a sentence for each that could not be taken, the others are there."""
    refused: list[str] = []
    children = [(child.block_type, child.value, child.id) for child in page.pictures]
    block = page.pictures.stream_block
    given = list(files)
    title = _("Picture for “%(title)s”") % {"title": page.title}
    place = school_path(classroom.path)
    if len(given) > MOST:
        text = _("At most %(number)d pictures come up at once. Choose the other ones again.")
        refused.append(text % {"number": MOST})
    for file in given[:MOST]:
        try:
            image = _upload(file, user, title=title, place=place)
        except ValidationError as error:
            refused += [f"{file.name}: {text}" for text in error.messages]
            continue
        value = block.child_blocks["picture"].get_default()
        value["image"] = image
        children.append(("picture", value, str(uuid.uuid4())))
    page.pictures = StreamValue(block, children)
    return refused


def _upload(file: UploadedFile, user: User, *, title: str, place: str) -> Any:
    """By the library's own form: its size, its format, what is hidden in it, who may."""
    model = get_image_model()
    policy = policy_registry.get_by_type(model)
    given = policy.collections_user_has_permission_for(user, "add")
    # Who works in several schools uploads for that of the class.
    collection = given.filter(school_page__path=place).first() or given.first()
    form = get_image_form(model)(
        {"title": title[:255], "collection": collection.pk if collection else None},
        {"file": as_browsers_show(file)},
        instance=model(uploaded_by_user=user),
        user=user,
    )
    if not form.is_valid():
        raise ValidationError([text for errors in form.errors.values() for text in errors])
    return form.save()
