"""Two schools with their people and a class: the least in which permissions mean something."""

from dataclasses import dataclass, fields

from classroom.models import ClassroomPage, TeacherPage
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.models import CurriculumPage, HomePage, SchoolPage, SchoolYear

from .pages import (
    make_classroom,
    make_curriculum_page,
    make_home,
    make_school,
    make_school_year,
    make_teacher_page,
)
from .people import fresh, make_staff


@dataclass
class District:
    """Juniper Creek has a principal, a teacher and her class; Larkspur Middle a principal."""

    home: HomePage
    school: SchoolPage
    other_school: SchoolPage
    principal_staff: Staff
    other_principal_staff: Staff
    teacher_staff: Staff
    teacher_page: TeacherPage
    classroom: ClassroomPage
    curriculum: CurriculumPage
    year: SchoolYear

    def read_again(self) -> "District":
        """The same district, each object read from the database."""
        rows = {field.name: getattr(self, field.name) for field in fields(self)}
        return District(**{name: type(row).objects.get(pk=row.pk) for name, row in rows.items()})

    @property
    def teacher(self) -> User:
        return account_of(self.teacher_staff)

    @property
    def principal(self) -> User:
        return account_of(self.principal_staff)

    @property
    def other_principal(self) -> User:
        return account_of(self.other_principal_staff)


def account_of(staff: Staff) -> User:
    """The account of a staff member, read again: nothing that was asked before is remembered."""
    assert staff.user is not None
    return fresh(staff.user)


def make_district() -> District:
    home = make_home()
    year = make_school_year()
    curriculum = make_curriculum_page(home)
    school = make_school(home, title="Juniper Creek Elementary", slug="juniper-creek")
    other = make_school(home, title="Larkspur Middle", slug="larkspur-middle", kind="middle")
    teacher = make_staff((Role.TEACHER, school), given_name="Elena", family_name="Rivera")
    teacher_page = make_teacher_page(school, teacher, title="Ms. Rivera", slug="ms-rivera")
    return District(
        home=home,
        school=school,
        other_school=other,
        principal_staff=make_staff((Role.PRINCIPAL, school)),
        other_principal_staff=make_staff((Role.PRINCIPAL, other)),
        teacher_staff=teacher,
        teacher_page=teacher_page,
        classroom=make_classroom(teacher_page, title="Math 3"),
        curriculum=curriculum,
        year=year,
    )
