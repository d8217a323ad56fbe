"""Scripts for administrators: every address or name stays an argument."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatures.export.scripts import exchange_online, google_workspace

HOSTILE = (
    "o'hara@larkspur.example",
    "$(touch owned)@larkspur.example",
    "`touch owned`@larkspur.example",
    "a;touch owned@larkspur.example",
    "a\ntouch owned\n@larkspur.example",
    '"; touch owned; "@larkspur.example',
    "’; Remove-Mailbox x; ’@larkspur.example",
    "\u2018\u201a\u201b'$env:PATH@larkspur.example",
)


def entry(address: str) -> tuple[str, str, str]:
    return (address, "signatures/a-1.htm", "signatures/a-1.txt")


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_a_shell_passes_every_address_on_unchanged(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    gam = programs / "gam"
    gam.write_text('#!/bin/sh\nprintf "%s|" "$@" >> "$LOG"\nprintf "\\n" >> "$LOG"\n')
    gam.chmod(0o755)
    (tmp_path / "SHA256SUMS").write_text("")
    check = programs / "sha256sum"
    check.write_text("#!/bin/sh\nexit 0\n")
    check.chmod(0o755)
    script = tmp_path / "google_workspace.sh"
    script.write_text(google_workspace([entry(address) for address in HOSTILE]), encoding="utf-8")
    done = subprocess.run(
        ["/bin/sh", script.name],
        cwd=tmp_path,
        env={"PATH": f"{programs}:/usr/bin:/bin", "LOG": str(tmp_path / "log")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("0 failed\n")
    assert not (tmp_path / "owned").exists()
    called = [line.split("|") for line in (tmp_path / "log").read_text().splitlines()]
    assert [call[:2] for call in called] == [["user", a.replace("\n", "")] for a in HOSTILE]
    assert {tuple(call[2:]) for call in called} == {
        ("signature", "file", "signatures/a-1.htm", "html", "")
    }


# PowerShell ends a single-quoted string at any of these quotes unless it is doubled.
QUOTES = "'\u2018\u2019\u201a\u201b"
LITERAL = rf"'(?:[^{QUOTES}]|[{QUOTES}]{{2}})*'"


@given(st.text(st.characters(codec="utf-8")))
@settings(max_examples=60)
def test_powershell_reads_one_literal_for_any_address(address: str) -> None:
    script = exchange_online([entry(address)])
    (line,) = [line for line in script.split("\n") if line.startswith("Put-Signature ")]
    assert re.fullmatch(rf"Put-Signature (?:{LITERAL} ){{3}}{LITERAL}", line)


def test_scripts_contain_no_signatures_and_show_the_progress() -> None:
    assert "1 of 1:" in exchange_online([entry("a@larkspur.example")])
    assert "put 1 1 a@larkspur.example signatures/a-1.htm\n" in google_workspace(
        [entry("a@larkspur.example")]
    )
