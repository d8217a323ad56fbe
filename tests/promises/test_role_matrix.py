"""Each role may do what the table says, and nothing more."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from district_cms.media.places import shared_collection
from district_cms.people.roles import Role
from district_cms.people.roles.matrix import ROLE_MATRIX, roles_with_scope
from district_cms.people.services import GROUP_NAMES

pytestmark = pytest.mark.django_db

ACTIONS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
T, _ = True, False
# What each role may do with the pages of its scope, in the order of ACTIONS.
PAGE_ACTIONS = {
    Role.TEACHER: (T, T, _, _, _, _),
    Role.PRINCIPAL: (T, T, T, T, T, _),
    Role.COMMUNICATIONS: (T, T, T, T, T, T),
    Role.ADMINISTRATOR: (T, T, T, T, T, T),
    Role.COUNSELOR: (_, _, _, _, _, _),
    Role.STAND_IN: (T, T, T, T, T, _),
}
SCOPES = {
    Role.TEACHER: "own classrooms",
    Role.PRINCIPAL: "own schools",
    Role.COMMUNICATIONS: "district",
    Role.ADMINISTRATOR: "district",
    Role.COUNSELOR: "none",
    Role.STAND_IN: "schools without a principal",
}
APPROVES = {Role.PRINCIPAL, Role.STAND_IN}
# In the collections of their schools; for the two of the district, in every collection.
MEDIA = {
    Role.TEACHER: {"add", "choose"},
    Role.PRINCIPAL: {"add", "choose"},
    Role.COMMUNICATIONS: {"add", "change", "choose"},
    Role.ADMINISTRATOR: {"add", "change", "choose"},
    Role.COUNSELOR: set(),
    Role.STAND_IN: {"add", "choose"},
}
TO_CLASSES = {"notifications.add_classnotice", "notifications.change_classnotice"}
URGENT = {"notifications.add_urgentnotice", "notifications.change_urgentnotice"}
OFFICE = {
    "brand.add_logo",
    "brand.change_logo",
    "brand.delete_logo",
    "brand.add_organization",
    "brand.change_organization",
    "brand.delete_organization",
    "brand.add_statement",
    "brand.change_statement",
    "brand.change_websitelook",
    "schools.add_schoolyear",
    "schools.change_schoolyear",
    "schools.change_districtsettings",
    "schools.add_banner",
    "schools.change_banner",
    "schools.add_samewords",
    "schools.change_samewords",
    "schools.delete_samewords",
    "publishing.change_proceduresettings",
    "publishing.change_accessibilitysettings",
    "publishing.view_gateexception",
    "wagtailredirects.add_redirect",
    "wagtailredirects.change_redirect",
    "wagtailredirects.delete_redirect",
    "audit_log.view_auditentry",
    "site_audit.view_auditrun",
    "site_audit.add_auditrun",
    "barriers.view_barrierreport",
    "barriers.change_barrierreport",
    "moderation.put_back_private",
    "moderation.change_reviewsettings",
    "students.view_highschoolstudent",
    "students.change_highschoolstudent",
    "students.delete_highschoolstudent",
    "students.view_student",
    "students.change_student",
    "students.change_studentlistsettings",
    "signatures.change_signaturesettings",
    "signatures.add_signaturetemplate",
    "signatures.change_signaturetemplate",
    "signatures.view_issue",
    "signatures.ask_again",
    "notifications.view_message",
    "notifications.see_addresses",
    "notifications.view_suppression",
    "notifications.lift_suppression",
    "notifications.pause_sending",
    "notifications.view_guardian",
    "notifications.change_guardian",
    "notifications.change_guardiansettings",
    "classroom.add_classtemplate",
    "classroom.change_classtemplate",
    "classroom.view_postingslot",
    "deviations.view_authorization",
    *TO_CLASSES,
    *URGENT,
}
# What employees hand in is seen by its owner and the communications office alone.
REVIEWS = {"signatures.review_entitlement"}
NOTICES = {"schools.add_banner", "schools.change_banner", *TO_CLASSES, *URGENT}
MODELS = {
    Role.TEACHER: {"wagtailadmin.access_admin", *TO_CLASSES},
    Role.PRINCIPAL: {"wagtailadmin.access_admin", "people.view_staff", *NOTICES},
    Role.COMMUNICATIONS: {"wagtailadmin.access_admin", "people.view_staff", *OFFICE, *REVIEWS},
    Role.ADMINISTRATOR: {
        "wagtailadmin.access_admin",
        *OFFICE,
        "publishing.add_gateexception",
        "people.add_user",
        "people.change_user",
        "people.add_staff",
        "people.change_staff",
        "people.view_staff",
        "people.change_signinsettings",
        "classroom.add_classroomteacher",
        "classroom.change_classroomteacher",
        "classroom.delete_classroomteacher",
        "deviations.view_deviation",
        "audit_log.read_log",
        "deviations.grant_authorization",
        "web.view_failedwork",
        "web.change_failedwork",
        "notifications.hold_purges",
    },
    Role.COUNSELOR: set(),
    Role.STAND_IN: {"wagtailadmin.access_admin", "people.view_staff", *NOTICES},
}


def group_of(role: Role) -> Group:
    return Group.objects.get(name=GROUP_NAMES[role])


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("place, action", list(enumerate(ACTIONS)))
def test_each_role_has_the_page_actions_of_the_table(role: Role, place: int, action: str) -> None:
    assert (action in ROLE_MATRIX[role].page_actions) is PAGE_ACTIONS[role][place]


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_has_the_scope_of_the_table_and_no_action_beyond_it(role: Role) -> None:
    grants = ROLE_MATRIX[role]
    assert grants.pages.value == SCOPES[role]
    assert role in roles_with_scope(grants.pages)
    assert grants.page_actions <= set(ACTIONS)
    assert grants.approves is (role in APPROVES)


@pytest.mark.parametrize("role", sorted(Role))
def test_only_roles_of_the_district_hold_page_permissions_as_rows(role: Role, home: Page) -> None:
    rows = GroupPagePermission.objects.filter(group=group_of(role))
    held = set(rows.values_list("page_id", "permission__codename"))
    district = SCOPES[role] == "district"
    actions = [a for a, may in zip(ACTIONS, PAGE_ACTIONS[role], strict=True) if may and district]
    assert held == {(home.pk, f"{action}_page") for action in actions}


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_may_use_pictures_and_documents_where_the_table_says(
    role: Role, home: Page
) -> None:
    rows = GroupCollectionPermission.objects.filter(group=group_of(role))
    held = set(rows.values_list("collection_id", "permission__codename"))
    district = SCOPES[role] == "district"
    place = Collection.get_first_root_node() if district else shared_collection()
    # The collections of schools are no rows: `test_pictures_of_other_schools` asks for them.
    actions = MEDIA[role] if district else MEDIA[role] & {"choose"}
    assert held == {
        (place.pk, f"{action}_{kind}") for action in actions for kind in ("image", "document")
    }


@pytest.mark.parametrize("role", sorted(Role))
def test_each_role_has_the_model_permissions_of_the_table(role: Role, home: Page) -> None:
    held = group_of(role).permissions.values_list("content_type__app_label", "codename")
    assert {f"{app}.{codename}" for app, codename in held} == MODELS[role]
