"""Brings the words of a class page forward from its teacher's class of an earlier year."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from district_cms.people.models import User
from district_cms.publishing.answers import inherit_confirmations
from district_cms.schools.blocks.emptiness import says_something
from district_cms.web.accounts import SignedInRequest

from ..assignments.next_year import CARRIED, CONTACT
from ..models import ClassroomPage, ClassroomTeacher
from ..models.template import CLASS_PARTS

# What a roster, or whoever made the class, has said already.
MADE_WITH_IT = frozenset({"title", "subject", "grade_levels", "section", "room"})


def sources_of(classrooms: Iterable[ClassroomPage], user: User) -> dict[int, ClassroomPage]:
    """Returns {class without words or a draft: the account's earlier class of the same subject with
    words}, the newest, and if possible one with the same name. One query, or none if every class
    has words."""
    empty = [
        each
        for each in classrooms
        if each.live
        and not each.has_unpublished_changes
        and not any(says_something(getattr(each, part)) for part in CLASS_PARTS)
    ]
    if not empty:
        return {}
    taught = ClassroomTeacher.objects.filter(staff__user=user).values("classroom")
    rows = ClassroomPage.objects.filter(pk__in=taught).exclude(introduction="", good_to_know="")
    known = list(rows.select_related("school_year").order_by("-school_year__first_day", "path"))
    found = {}
    for room in empty:
        fits = [
            each
            for each in known
            if each.school_year.last_day < room.school_year.first_day
            and each.subject == room.subject
        ]
        if fits:
            found[room.pk] = min(fits, key=lambda each: each.title != room.title)
    return found


@transaction.atomic
def bring_forward(*, classroom: ClassroomPage, before: ClassroomPage, actor: User) -> None:
    """Saves a draft of the class page with the words of `before`; it passes the gate like every
    other. Raises `PermissionDenied` for an account that may not edit the page."""
    if not classroom.permissions_for_user(actor).can_edit():
        raise PermissionDenied(_("This class is not one of yours."))
    draft = classroom.get_latest_revision_as_object()
    draft.language = before.language
    for name in {*CARRIED, *CONTACT, "continues"} - MADE_WITH_IT:
        if not getattr(draft, name):
            setattr(draft, name, before if name == "continues" else getattr(before, name))
    draft.save_revision(user=actor, log_action="wagtail.edit")
    inherit_confirmations(source=before, targets=[draft], user=actor)


@require_POST
def bring(request: SignedInRequest, classroom_id: int) -> HttpResponse:
    """Saves the draft, and opens the page."""
    rows = ClassroomPage.objects.select_related("school_year")
    classroom: ClassroomPage = get_object_or_404(rows, pk=classroom_id)
    before = sources_of([classroom], request.user).get(classroom.pk)
    if before is not None:
        bring_forward(classroom=classroom, before=before, actor=request.user)
        words = _("A draft with what you wrote in %(year)s. Families see it once it is published.")
        messages.success(request, words % {"year": before.school_year.name})
    return redirect("wagtailadmin_pages:edit", classroom.pk)
