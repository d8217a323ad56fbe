"""The role matrix as the database holds it, against a table written by hand."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from district_cms.moderation.models import SchoolApprovalTask
from district_cms.people.groups import apply_role_matrix
from district_cms.people.roles import Role, matrix
from district_cms.people.roles.matrix import ROLE_MATRIX, Scope, table
from district_cms.people.services import GROUP_NAMES
from tests.factories.pages import make_school

pytestmark = pytest.mark.django_db


def group_of(role: Role) -> Group:
    return Group.objects.get(name=GROUP_NAMES[role])


def written() -> dict[str, Any]:
    """Everything that the matrix writes, as values that can be compared."""
    pages = GroupPagePermission.objects.order_by("pk")
    media = GroupCollectionPermission.objects.order_by("pk")
    return {
        "groups": list(Group.objects.order_by("pk").values_list("pk", "name")),
        "models": sorted(Group.permissions.through.objects.values_list("group", "permission")),
        "pages": list(pages.values_list("pk", "group", "page", "permission")),
        "media": list(media.values_list("pk", "group", "collection", "permission")),
        "collections": list(Collection.objects.order_by("pk").values_list("pk", "name")),
        "tasks": list(SchoolApprovalTask.objects.values_list("pk", "name")),
        "workflows": list(Workflow.objects.order_by("pk").values_list("pk", "name", "active")),
        "steps": list(WorkflowTask.objects.order_by("pk").values_list("workflow", "task")),
        "places": list(WorkflowPage.objects.order_by("page").values_list("page", "workflow")),
    }


def test_writing_the_matrix_again_changes_nothing(home: Page) -> None:
    before = written()
    apply_role_matrix()
    call_command("apply_roles", stdout=StringIO())
    assert written() == before


def test_what_a_group_has_beyond_the_matrix_is_taken_away(home: Page) -> None:
    school = make_school(home)
    before = written()
    teachers, office = group_of(Role.TEACHER), group_of(Role.COMMUNICATIONS)
    teachers.permissions.add(Permission.objects.get(codename="delete_staff"))
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=teachers, page=home, permission=publish)
    GroupPagePermission.objects.create(group=office, page=school, permission=publish)
    GroupCollectionPermission.objects.create(
        group=teachers,
        collection=Collection.get_first_root_node(),
        permission=Permission.objects.get(codename="change_image"),
    )
    apply_role_matrix()
    assert written() == before


def test_one_workflow_is_on_the_home_page_and_none_above_it(home: Page) -> None:
    assert WorkflowPage.objects.get().page_id == home.pk
    workflow = home.get_workflow()
    assert [task.specific_class for task in workflow.tasks] == [SchoolApprovalTask]


def test_a_permission_that_does_not_exist_stops_before_anything_is_written(
    home: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()
    wrong = matrix.Grants(
        pages=Scope.DISTRICT,
        page_actions=frozenset({"add"}),
        approves=False,
        media=frozenset(),
        models=frozenset({"brand.paint_logo"}),
    )
    monkeypatch.setitem(ROLE_MATRIX, Role.COUNSELOR, wrong)
    with pytest.raises(ImproperlyConfigured, match=r"brand\.paint_logo"):
        apply_role_matrix()
    assert written() == before


def test_without_a_site_the_matrix_cannot_be_written(home: Page) -> None:
    Site.objects.all().delete()
    with pytest.raises(ImproperlyConfigured, match="no site"):
        apply_role_matrix()


PRINTED = """
teacher
  Pages: own classrooms
  May: add, change
  Approves: no
  Pictures and documents: add, choose
  Also: notifications.add_classnotice, notifications.change_classnotice

principal
  Pages: own schools
  May: add, change, lock, publish, unlock
  Approves: yes
  Pictures and documents: add, choose
  Also: notifications.add_classnotice, notifications.add_urgentnotice, \
notifications.change_classnotice, notifications.change_urgentnotice, people.view_staff, \
schools.add_banner, schools.change_banner
"""


def test_the_matrix_is_printed_as_people_read_it() -> None:
    out = StringIO()
    call_command("show_roles", stdout=out)
    assert out.getvalue().startswith(PRINTED)
    for role in Role:
        assert f"\n{role.value}\n" in out.getvalue()


def test_every_row_of_the_table_is_as_long_as_its_heading() -> None:
    heading, *rows = table()
    assert {len(row) for row in rows} == {len(heading)}
    assert len(rows) == len(Role)
