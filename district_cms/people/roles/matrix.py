"""The permissions of each role in one table. Pure.

`manage.py apply_roles` writes it into the database, `manage.py show_roles` prints it. Nothing else
gives permissions.

The procedure names teachers, supervisors and the district; principals as approvers and the
communications office are the district's own arrangement (see docs/adr).
"""

from dataclasses import dataclass
from enum import StrEnum

from . import Role


class Scope(StrEnum):
    """The pages to which a role's page actions apply."""

    NONE = "none"
    OWN_CLASSROOMS = "own classrooms"  # classes in a `ClassroomTeacher` row
    OWN_SCHOOLS = "own schools"  # schools in a `StaffRole` row
    LEFT_ALONE = "schools without a principal"  # schools where nobody could approve today
    DISTRICT = "district"  # the whole site


@dataclass(frozen=True, slots=True)
class Grants:
    """One row of the table.

    `page_actions` are Wagtail's page permissions. `media` are collection permissions on pictures
    and documents: in the collections of the person's schools, or in all (scope district). `models`
    are Django permissions, "app.codename".
    """

    pages: Scope
    page_actions: frozenset[str]
    approves: bool
    media: frozenset[str]
    models: frozenset[str]
    enters_editor: bool = True


ALL_PAGE_ACTIONS = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
PRINCIPALS_ACTIONS = frozenset({"add", "change", "publish", "lock", "unlock"})
# To the families of a class whose page the account may change; `notifications.notices` checks
# which.
CLASS_NOTICES = frozenset({"notifications.add_classnotice", "notifications.change_classnotice"})
# To families of schools whose pages the account may publish, or of the district.
URGENT_NOTICES = frozenset({"notifications.add_urgentnotice", "notifications.change_urgentnotice"})
PRINCIPALS_MODELS = (
    # A notice at the top of the school's own pages; `schools.banners` checks at which school.
    frozenset({"people.view_staff", "schools.add_banner", "schools.change_banner"})
    | CLASS_NOTICES
    | URGENT_NOTICES
)
MEDIA_ALL = frozenset({"add", "change", "choose"})
OFFICE_MODELS = frozenset(
    {
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
        # Redirects from old addresses. Wagtail creates those of moved pages automatically.
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "schools.add_samewords",
        "schools.change_samewords",
        "schools.delete_samewords",
        "publishing.change_proceduresettings",
        "publishing.change_accessibilitysettings",
        "publishing.view_gateexception",
        "audit_log.view_auditentry",
        "site_audit.view_auditrun",
        "site_audit.add_auditrun",
        "barriers.view_barrierreport",
        "barriers.change_barrierreport",
        "moderation.put_back_private",
        # This setting also lets updates go live before a principal reads them: the district decides
        # that.
        "moderation.change_reviewsettings",
        "students.view_highschoolstudent",
        "students.change_highschoolstudent",
        "students.delete_highschoolstudent",
        # Opt-outs of all schools; whoever else needs one sees it where they decide.
        "students.view_student",
        "students.change_student",
        "students.change_studentlistsettings",
        "signatures.change_signaturesettings",
        "notifications.view_message",
        "notifications.see_addresses",
        "notifications.view_suppression",
        "notifications.lift_suppression",
        "notifications.pause_sending",
        "notifications.view_guardian",
        "notifications.change_guardian",
        # Urgent notices and letters to people who did not sign up: the district decides that.
        "notifications.change_guardiansettings",
        "classroom.add_classtemplate",
        "classroom.change_classtemplate",
        # Figures of all schools; after giving a reason, also the record of any class.
        "classroom.view_postingslot",
        # The district-wide list of people who may use a personal phone or account.
        "deviations.view_authorization",
        "signatures.add_signaturetemplate",
        "signatures.change_signaturetemplate",
        "signatures.view_issue",
        "signatures.ask_again",
        *CLASS_NOTICES,
        *URGENT_NOTICES,
    }
)
# Only the owner and the reviewers see what an employee submits for a signature.
REVIEWS = frozenset({"signatures.review_entitlement"})
PEOPLE_MODELS = frozenset(
    {
        "people.add_user",
        "people.change_user",
        "people.add_staff",
        "people.change_staff",
        "people.view_staff",
        "people.change_signinsettings",
        "classroom.add_classroomteacher",
        "classroom.change_classroomteacher",
        "classroom.delete_classroomteacher",
        # Deviations and their reasons. The supervisor decides; administrators only read.
        "deviations.view_deviation",
        "audit_log.read_log",
        # Authorizations for principals, and for people without a supervisor.
        "deviations.grant_authorization",
    }
)
RUNNING_MODELS = frozenset(
    {"web.view_failedwork", "web.change_failedwork", "notifications.hold_purges"}
)

ROLE_MATRIX: dict[Role, Grants] = {
    Role.TEACHER: Grants(
        pages=Scope.OWN_CLASSROOMS,
        page_actions=frozenset({"add", "change"}),
        approves=False,
        media=frozenset({"add", "choose"}),
        models=CLASS_NOTICES,
    ),
    Role.PRINCIPAL: Grants(
        pages=Scope.OWN_SCHOOLS,
        page_actions=PRINCIPALS_ACTIONS,
        approves=True,
        # Principals change no colleague's files: the colleague's page would show something that
        # nobody has reviewed.
        media=frozenset({"add", "choose"}),
        models=PRINCIPALS_MODELS,
    ),
    Role.COMMUNICATIONS: Grants(
        pages=Scope.DISTRICT,
        page_actions=ALL_PAGE_ACTIONS,
        approves=False,
        media=MEDIA_ALL,
        models=OFFICE_MODELS | REVIEWS | {"people.view_staff"},
    ),
    Role.ADMINISTRATOR: Grants(
        pages=Scope.DISTRICT,
        page_actions=ALL_PAGE_ACTIONS,
        approves=False,
        media=MEDIA_ALL,
        # An exception is one person's decision, with a name and an end.
        models=OFFICE_MODELS | PEOPLE_MODELS | RUNNING_MODELS | {"publishing.add_gateexception"},
    ),
    Role.COUNSELOR: Grants(
        pages=Scope.NONE,
        page_actions=frozenset(),
        approves=False,
        media=frozenset(),
        models=frozenset(),
        enters_editor=False,
    ),
    Role.STAND_IN: Grants(
        pages=Scope.LEFT_ALONE,
        # The same as a principal, while the school has none; `schools_led_by` decides where.
        page_actions=PRINCIPALS_ACTIONS,
        approves=True,
        media=frozenset({"add", "choose"}),
        models=PRINCIPALS_MODELS,
    ),
}


def roles_with_scope(scope: Scope) -> frozenset[Role]:
    return frozenset(role for role, grants in ROLE_MATRIX.items() if grants.pages == scope)


def table() -> list[tuple[str, ...]]:
    """Returns the matrix as rows of text, heading first, for the command and the documentation."""
    rows: list[tuple[str, ...]] = [
        ("Role", "Pages", "May", "Approves", "Pictures and documents", "Also")
    ]
    for role, grants in ROLE_MATRIX.items():
        rows.append(
            (
                role.value,
                grants.pages.value,
                ", ".join(sorted(grants.page_actions)) or "-",
                "yes" if grants.approves else "no",
                ", ".join(sorted(grants.media)) or "-",
                ", ".join(sorted(grants.models)) or "-",
            )
        )
    return rows
