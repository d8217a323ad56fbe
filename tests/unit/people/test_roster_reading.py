"""A OneRoster delivery: what is read, which slips are named, which are refused."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from district_cms.people.rosters import delivery, reading
from district_cms.people.rosters.reading import Person, read_roster

type Files = dict[str, bytes]
type Slip = Callable[[Files], None]

FILES = {
    "manifest": """propertyName,value
manifest.version,1.0
oneroster.version,1.1
file.orgs,bulk
file.academicSessions,bulk
file.courses,bulk
file.classes,bulk
file.users,bulk
file.enrollments,bulk
file.demographics,bulk
""",
    "orgs": """sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId
d,,,District,district,,
m,,,Math,department,,d
s,,,Lincoln,school,,d
""",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,"
    "parentSourcedId,schoolYear\ny,,,2026-27,schoolYear,2026-08-31,2027-06-11,,2027\n",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,"
    "orgSourcedId,subjects,subjectCodes\na,,,y,Algebra 1,ALG,09,s,,\n",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,"
    "classType,location,schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods\n"
    "c1,,,Algebra 1 - 1,09,a,,scheduled,,s,y,,,1\nc2,,,Algebra 1 - 2,09,a,,scheduled,,s,y,,,2\n",
    "users": "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,"
    "givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
    "t,,,true,s,teacher,t,,Elena,Rivera,,,er@example.org,,,,,hunter2\n"
    "k,,,true,s,student,k,,Sam,Lopez,,,,,,t,09,hunter3\n",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,"
    "userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,c1,s,t,teacher,true,,\ne2,,,c2,s,t,teacher,true,,\ne3,,,c1,s,k,student,,,\n",
    "demographics": "sourcedId,birthDate\nk,2012-01-01\n",
}


def clean() -> Files:
    return {f"{name}.csv": text.encode() for name, text in FILES.items()}


def zipped(folder: Path, files: Files) -> Path:
    path = folder / "roster.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


def swap(file: str, old: str, new: str) -> Slip:
    def slip(files: Files) -> None:
        data = files[f"{file}.csv"]
        assert old.encode() in data
        files[f"{file}.csv"] = data.replace(old.encode(), new.encode(), 1)

    return slip


def add(name: str, data: bytes) -> Slip:
    return lambda files: files.update({name: files.get(name, b"") + data})


def without(name: str) -> Slip:
    return lambda files: (
        files.update({name: b""}) if name == "orgs.csv" else files.__delitem__(name)
    )


MISTAKES = [
    (without("manifest.csv"), "manifest.csv", "", "", "missing-file"),
    (swap("manifest", "version,1.1", "version,2.0"), "manifest.csv", 3, "value", "no-version"),
    (swap("manifest", "orgs,bulk", "orgs,all"), "manifest.csv", 4, "value", "no-mode"),
    (without("users.csv"), "users.csv", "", "", "missing-file"),
    (without("orgs.csv"), "orgs.csv", "", "", "empty-file"),
    (swap("courses", "title", "name"), "courses.csv", 1, "title", "no-column"),
    (swap("users", "Elena", ""), "users.csv", 2, "givenName", "no-value"),
    (swap("users", "s,teacher", "s,coach"), "users.csv", 2, "role", "unknown-word"),
    (swap("users", "true,s", "true,x"), "users.csv", 2, "orgSourcedIds", "unknown-id"),
    (swap("orgs", "m,,,", "d,,,"), "orgs.csv", 3, "sourcedId", "id-twice"),
    (swap("classes", ",s,y", ",s,z"), "classes.csv", 2, "termSourcedIds", "unknown-id"),
    (swap("enrollments", "c1", "c9"), "enrollments.csv", 2, "classSourcedId", "unknown-id"),
    (
        swap("academicSessions", "2026-08-31", "8/31"),
        *("academicSessions.csv", 2, "startDate", "no-date"),
    ),
    (swap("manifest", "orgs,bulk", "orgs,delta"), "orgs.csv", 2, "status", "no-value"),
    (swap("orgs", "Math", '"Math'), "orgs.csv", 3, "", "unreadable-line"),
    (add("orgs.csv", b"\xff,,,x,school,,\n"), "orgs.csv", 5, "", "not-utf8"),
    (add("orgs.csv", b"n,,,\0,school,,\n"), "orgs.csv", 5, "", "not-text"),
    (add("orgs.csv", b"x" * 70_000), "orgs.csv", 5, "", "too-long"),
    (swap("orgs", "Math", "Math, Science"), "orgs.csv", 3, "", "too-many-cells"),
    (add("../evil.csv", b"x"), "", "", "", "odd-path"),
]
TOLERATED = [
    (swap("classes", "scheduled", "Scheduled"), "classes.csv", "other-case"),
    (swap("classes", ",s,y", ",m,y"), "classes.csv", "not-school"),
    (swap("courses", "a,,,y", "b,,,y"), "classes.csv", "no-course"),
    (swap("enrollments", "s,k,student", "s,t,student"), "enrollments.csv", "staff-as-student"),
    (swap("classes", "termSourcedIds", "termSourcedId"), "classes.csv", "other-name"),
    (swap("orgs", "dateLastModified", "dataLastModified"), "orgs.csv", "other-name"),
    (swap("orgs", "status,dateLastModified", "dateLastModified,status"), "orgs.csv", "other-order"),
    (swap("courses", "subjectCodes", "subjectCodes,mascot"), "courses.csv", "extra-column"),
    (swap("orgs", "school,,d", "school,,d,,"), "orgs.csv", "extra-cells"),
    (swap("manifest", "file.courses,bulk\n", ""), "courses.csv", "undeclared"),
]


def test_a_clean_delivery_is_read_and_nothing_of_students_stays(tmp_path: Path) -> None:
    roster = read_roster(zipped(tmp_path, clean()))
    assert roster.errors == []
    teacher = Person("Elena", "Rivera", "er@example.org", True, (("teacher", "s"),))
    assert roster.staff == {"t": teacher}
    assert roster.teachers == {"c1": [("t", True)], "c2": [("t", True)]}
    assert "Lopez" not in repr(roster)
    assert "hunter" not in repr(roster)


def test_a_folder_reads_like_a_zip(tmp_path: Path) -> None:
    folder = tmp_path / "roster"
    folder.mkdir()
    for name, data in clean().items():
        (folder / name).write_bytes(b"\xef\xbb\xbf" + data)
    assert read_roster(folder) == read_roster(zipped(tmp_path, clean()))


def test_a_zip_made_of_a_folder_reads_like_one_made_of_its_files(tmp_path: Path) -> None:
    inside = {f"Roster export/{name}": data for name, data in clean().items()}
    inside["__MACOSX/Roster export/._manifest.csv"] = b"\0"
    assert read_roster(zipped(tmp_path, inside)) == read_roster(zipped(tmp_path, clean()))


@pytest.mark.parametrize(("slip", "file", "row", "column", "fault"), MISTAKES)
def test_each_mistake_has_its_place(
    tmp_path: Path, slip: Slip, file: str, row: int | str, column: str, fault: str
) -> None:
    files = clean()
    slip(files)
    errors = read_roster(zipped(tmp_path, files)).errors
    assert (file, row, column, fault) in [(e.file, e.row, e.column, e.fault) for e in errors]


@pytest.mark.parametrize(("slip", "file", "fault"), TOLERATED)
def test_each_tolerance_is_named(tmp_path: Path, slip: Slip, file: str, fault: str) -> None:
    files = clean()
    slip(files)
    roster = read_roster(zipped(tmp_path, files))
    assert roster.errors == []
    assert (file, fault) in [(note.file, note.fault) for note in roster.notes]


def test_an_inactive_class_is_left_out_with_its_teacher(tmp_path: Path) -> None:
    files = clean()
    swap("classes", "c1,,", "c1,inactive,")(files)
    roster = read_roster(zipped(tmp_path, files))
    assert roster.errors == []
    assert set(roster.sections) == set(roster.teachers) == {"c2"}


def test_a_grade_that_a_spreadsheet_wrote_as_a_number_is_read(tmp_path: Path) -> None:
    files = clean()
    swap("classes", "Algebra 1 - 1,09", "Algebra 1 - 1,9")(files)
    assert read_roster(zipped(tmp_path, files)).sections["c1"].grades == ("09",)


def test_a_delta_names_what_is_removed(tmp_path: Path) -> None:
    files = clean()
    swap("manifest", "classes,bulk", "classes,delta")(files)
    swap("classes", "c1,,", "c1,tobedeleted,")(files)
    swap("classes", "c2,,", "c2,active,")(files)
    roster = read_roster(zipped(tmp_path, files))
    assert roster.errors == []
    assert roster.removed == {"classes": {"c1"}}


def test_roles_of_version_1_2_come_from_their_own_file(tmp_path: Path) -> None:
    files = clean()
    swap("manifest", "version,1.1", "version,1.2")(files)
    swap("manifest", "file.users,bulk", "file.users,bulk\nfile.roles,bulk")(files)
    files["roles.csv"] = (
        b"sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,"
        b"orgSourcedId,userProfileSourcedId\nr1,,,t,primary,teacher,,,s,\n"
        b"r2,,,t,secondary,principal,,,s,\nr3,,,k,primary,student,,,s,\n"
    )
    roster = read_roster(zipped(tmp_path, files))
    assert roster.errors == []
    assert roster.staff["t"].roles == (("teacher", "s"), ("principal", "s"))
    assert roster.staff.keys() == {"t"}


def test_a_delta_of_version_1_2_may_name_a_person_of_the_staff_without_roles(
    tmp_path: Path,
) -> None:
    files = clean()
    swap("manifest", "version,1.1", "version,1.2")(files)
    swap("manifest", "file.users,bulk", "file.users,delta")(files)
    swap("users", "t,,,true", "t,active,,true")(files)
    swap("users", "k,,,true", "k,active,,true")(files)
    roster = read_roster(zipped(tmp_path, files), staff={"t"})
    assert roster.staff.keys() == {"t"}
    assert roster.staff["t"].roles == ()


def test_a_bomb_is_stopped_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "MOST_BYTES", 100_000)
    files = clean()
    files["orgs.csv"] += b"\n" * 1_000_000
    errors = read_roster(zipped(tmp_path, files)).errors
    assert ("orgs.csv", "too-long") in [(error.file, error.fault) for error in errors]


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roster.zip"
    path.write_bytes(b"hello")
    assert [error.fault for error in read_roster(path).errors] == ["no-delivery"]


def test_a_thousand_mistakes_are_kept_in_bounds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_LISTED", 10)
    files = clean()
    files["orgs.csv"] += b"z,,,,school,,\n" * 50
    roster = read_roster(zipped(tmp_path, files))
    assert len([error for error in roster.errors if error.file == "orgs.csv"]) == 10


def test_a_password_that_slid_over_the_edge_is_not_repeated(tmp_path: Path) -> None:
    files = clean()
    swap("users", "Rivera", "Rivera, Dr.")(files)
    roster = read_roster(zipped(tmp_path, files))
    assert "too-many-cells" in [error.fault for error in roster.errors]
    assert "hunter" not in repr(roster)
