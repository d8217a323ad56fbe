"""What is held of students: nothing until it is turned on, and then no name that could be read."""

import base64
import hashlib
import hmac
from io import StringIO
from itertools import product
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from lxml import html

from classroom.models import Enrollment, RosterDelivery
from classroom.rosters.services import apply_delivery, read, roster_of, stage
from district_cms.checks.privacy.naming import words as name_lists
from district_cms.people.models import User
from district_cms.people.roles import Role
from district_cms.students.decisions.importer import DecisionImporter
from district_cms.students.models import HighSchoolStudent, Release, Student, StudentName
from district_cms.students.roster import name_tokens
from district_cms.students.services import StudentImporter
from tests.factories.district import District
from tests.factories.people import make_account
from tests.factories.rosters import Delivery, small_delivery
from tests.factories.students import hold_students

pytestmark = pytest.mark.django_db

DECISIONS = b"student key,opt-out,release kind,until\n7,yes,,\n8,,work,2027-06-10\n8,,web,\n"


def delivery_with(*students: tuple[str, str]) -> Delivery:
    """A delivery with these students, key and name, each in the first section."""
    delivery = small_delivery()
    for key, name in students:
        delivery.person(f"k{key}", role="student", name=name, identifier=key, grades="09")
        delivery.enroll("1", f"k{key}", role="student")
    return delivery


def bring(delivery: Delivery, folder: Path, *, apply: bool = True) -> RosterDelivery:
    path = delivery.write(folder)
    staged = stage(read(path, path.name), name="roster.zip", actor=None)
    return apply_delivery(delivery=staged, actor=None) if apply else staged


@pytest.fixture
def listed(district: District, tmp_path: Path) -> None:
    """Students 7 and 8 on the list; 7 opted out, 8 has two releases."""
    hold_students()
    bring(delivery_with(("7", "Ximena Castellanos"), ("8", "Priya Raman")), tmp_path / "first")
    take(DECISIONS)


def take(data: bytes, *, complete: bool = False) -> None:
    importer = DecisionImporter(complete=complete)
    importer.apply(importer.read("list.csv", data))


def decided() -> tuple[set[str], set[str]]:
    """Who opted out, and the releases that hold."""
    opted_out = Student.objects.filter(opted_out=True).values_list("key", flat=True)
    releases = Release.objects.filter(withdrawn_on=None).values_list("student__key", "kind")
    return set(opted_out), {f"{key} {kind}" for key, kind in releases}


ALL = ({"7"}, {"8 work", "8 web"})


def test_nothing_is_read_of_students_until_the_list_is_turned_on(
    district: District, tmp_path: Path
) -> None:
    delivery = bring(delivery_with(("7", "Ximena Castellanos")), tmp_path / "a", apply=False)
    assert not roster_of(delivery).students
    apply_delivery(delivery=delivery, actor=None)
    assert not Student.objects.exists()
    assert not Enrollment.objects.exists()
    importer = DecisionImporter()
    assert [each.fault for each in importer.plan(importer.read("a.csv", DECISIONS)).errors] == [
        "list-off"
    ]


@pytest.mark.usefixtures("listed")
def test_turned_off_the_list_is_deleted_and_so_is_what_waits(tmp_path: Path) -> None:
    waiting = bring(delivery_with(("9", "Omar Diallo")), tmp_path / "b", apply=False)
    hold_students(hold_students=False)
    for model in (Student, StudentName, Release, Enrollment):
        assert not model.objects.exists()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.staged) == (RosterDelivery.State.DROPPED, "")


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("missing", ["students", "users", "enrollments"])
def test_a_roster_without_a_file_clears_nothing(tmp_path: Path, missing: str) -> None:
    delivery = small_delivery()
    for file in ("users", "enrollments"):
        rows = delivery.rows[file]
        staff = [row for row in rows if "kid" not in row["sourcedId"]]
        delivery.rows[file] = [] if file == missing else staff
    bring(delivery, tmp_path / "b")
    # "kid" is the one of `small_delivery` itself.
    assert set(Student.objects.values_list("key", flat=True)) == {"7", "8", "kid"}
    assert Enrollment.objects.count() == 3
    assert decided() == ALL


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    "data",
    [
        b"student key,opt-out\n8,no\n",
        b"student key,opt-out\n7,\n",
        b"student key,release kind\n8,work; web\n",
    ],
)
def test_a_column_or_a_line_that_is_missing_ends_no_opt_out(data: bytes) -> None:
    take(data, complete=True)
    assert decided() == ALL


@pytest.mark.usefixtures("listed")
def test_an_opt_out_ends_only_by_a_line_that_says_so(tmp_path: Path) -> None:
    take(b"student key,opt-out,release kind\n8,,work\n", complete=True)
    assert decided() == ({"7"}, {"8 work"})
    # It outlives the student's time in the district, and holds when they come back.
    bring(delivery_with(("8", "Priya Raman")), tmp_path / "left")
    assert decided()[0] == {"7"}
    bring(delivery_with(("7", "Ximena Castellanos"), ("8", "Priya Raman")), tmp_path / "back")
    assert decided()[0] == {"7"}
    take(b"student key,opt-out\n7,no\n")
    assert decided()[0] == set()


@pytest.mark.usefixtures("listed")
def test_opt_outs_are_never_in_an_export_nor_in_what_a_command_prints(
    client: Client, tmp_path: Path
) -> None:
    client.force_login(make_account(Role.COMMUNICATIONS))
    file = SimpleUploadedFile("list.csv", b"student key,opt-out\n8,yes\n")
    preview = client.post(reverse("students:import"), {"file": file, "complete": "on"})
    assert "opted out" in preview.content.decode()
    (token,) = html.fromstring(preview.content).xpath("//input[@name='token']/@value")
    url = reverse("students:import")
    file_of_changes = client.post(url, {"token": token, "list": "1"})
    assert "Content-Disposition" not in file_of_changes
    assert file_of_changes.status_code == 302
    index = client.get(reverse("students:index"), {"export": "csv"})
    assert index["Content-Type"].startswith("text/html")
    path, out = tmp_path / "list.csv", StringIO()
    path.write_bytes(b"student key,opt-out\n8,yes\n")
    call_command("import_opt_outs", path, stdout=out)
    assert decided()[0] == {"7", "8"}
    numbers = out.getvalue().splitlines()[-1]
    assert numbers == "0 added, 1 changed, 0 removed, 0 unchanged."
    assert "opted out: " not in out.getvalue()


@pytest.mark.usefixtures("listed")
def test_only_the_office_and_administrators_see_who_opted_out(
    client: Client, district: District
) -> None:
    urls = [reverse("students:index"), reverse("students:import")]
    for role in Role:
        client.force_login(make_account(role, district.school))
        may = role in {Role.COMMUNICATIONS, Role.ADMINISTRATOR}
        assert all((client.get(url).status_code == 200) == may for url in urls), role


def test_a_stolen_database_gives_no_name_without_the_key(
    district: District, tmp_path: Path
) -> None:
    folder = Path(str(name_lists.__path__[0]))
    given, family = (
        [
            word
            for line in (folder / f"{name}.txt").read_text().splitlines()[3:]
            for word in line.split()
        ]
        for name in ("given_names_of_births", "family_names")
    )
    given, family = given[:300], family[:300]
    pupils = [(str(n), f"{given[n]} {family[-n]}".title()) for n in range(1, 121)]
    hold_students()
    district.school.kind = "high"
    district.school.save()
    bring(delivery_with(*pupils), tmp_path / "a")
    addresses = [
        f"{name.replace(' ', '.')}@students.larkspur.example".lower() for _n, name in pupils
    ]
    lines = "".join(f"{each},{district.school.title},9\n" for each in addresses)
    importer = StudentImporter(district.year)
    importer.apply(importer.read("a.csv", f"email,school,grade\n{lines}".encode()))
    waits = bring(delivery_with(*pupils), tmp_path / "waits", apply=False)
    stolen = stolen_text() + str(roster_of(waits))
    assert not [name for _key, name in pupils if name.split()[1] in stolen]
    assert not [each for each in addresses if each in stolen]

    tokens = set(StudentName.objects.values_list("token", flat=True))
    tokens |= set(HighSchoolStudent.objects.values_list("token", flat=True))
    guesses = [f"{first} {last}" for first, last in product(given, family)]
    guesses += [
        f"{first}.{last}@students.larkspur.example" for first, last in product(given, family)
    ]
    recovered = {
        guess
        for guess in guesses
        for kind in ("name", "address")
        for digest in (
            hashlib.sha256(guess.encode()).digest(),
            hashlib.sha256(f"{kind}:{guess}".encode()).digest(),
            hmac.digest(b"", f"{kind}:{guess}".encode(), "sha256"),
        )
        if shortened(digest) in tokens
    }
    assert recovered == set()
    # With the key, all of them are: the trial could succeed.
    with_key = {
        word.partition(":")[2] for _key, name in pupils for word in name_tokens(*parts(name))
    }
    assert with_key <= tokens


def parts(name: str) -> tuple[str, str, str, str]:
    given, family = name.split()
    return given, "", "", family


def shortened(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def stolen_text() -> str:
    """Every value of every table of ours, as a thief would have it."""
    return "\n".join(
        str(row)
        for model in apps.get_models()
        if model is not User
        for row in model._default_manager.values_list()
    )
