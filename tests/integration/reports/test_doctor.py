"""What operators ask the site: the doctor's lines, figures for Prometheus, reported errors."""

import io
import logging
import os
from pathlib import Path
from typing import Any

import dns.resolver
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from district_cms.reports.site import doctor
from district_cms.web.error_reports import ErrorReports

pytestmark = pytest.mark.django_db
METRICS = "/health/metrics/"


@pytest.fixture(autouse=True)
def _places(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


def lines(part: str, results: Any) -> list[tuple[str, str]]:
    return [(each.state, each.text) for each in results if each.part == part]


def test_uploads_are_written_read_and_deleted(tmp_path: Path) -> None:
    states = [state for state, _text in lines("uploads", doctor._files())]
    assert states == [doctor.OK, doctor.OK]
    assert not [path for path in tmp_path.rglob("doctor-*") if path.is_file()]


def test_a_folder_that_cannot_be_written_is_broken(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "a file"
    settings.MEDIA_ROOT.write_text("in the way")
    [first, second] = lines("uploads", doctor._files())
    assert first[0] == doctor.BROKEN
    assert "VAR_DIR" in first[1]
    assert second[0] == doctor.OK


def test_an_old_backup_and_none_are_worth_a_look(tmp_path: Path) -> None:
    [(state, text)] = lines("backup", doctor._backup(tmp_path / "nowhere"))
    assert (state, "--backups" in text) == (doctor.LOOK, True)
    dump = tmp_path / "district.dump"
    dump.write_bytes(b"x")
    for hours, expected in ((3, doctor.OK), (30, doctor.BROKEN)):
        at = timezone.now().timestamp() - hours * 3600
        os.utime(dump, (at, at))
        [(state, text)] = lines("backup", doctor._backup(tmp_path))
        assert state == expected
        assert f"the newest is {hours} hours old" in text


def test_records_of_the_sending_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"larkspur.example": ["v=spf1 -all"], "_dmarc.larkspur.example": ["v=DMARC1; p=none"]}

    class Record:
        def __init__(self, text: str) -> None:
            self.strings = [text.encode()]

    def resolve(name: str, kind: str, lifetime: float) -> list[Record]:
        if name not in texts:
            raise dns.resolver.NXDOMAIN
        return [Record(text) for text in texts[name]]

    monkeypatch.setattr(dns.resolver, "resolve", resolve)
    results = list(doctor._records("larkspur.example", ("s1",)))
    assert [(each.part, each.state) for each in results] == [
        ("SPF", doctor.OK),
        ("DMARC", doctor.OK),
        ("DKIM", doctor.BROKEN),
    ]
    assert results[-1].text == "s1._domainkey.larkspur.example: publish the key"


def test_the_command_ends_with_one_while_no_worker_runs() -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match="broken; each line says what to do"):
        call_command("doctor", stdout=out)
    assert "broken:       workers: 0 processes alive" in out.getvalue()


def test_prometheus_reads_figures_with_the_token_alone(client: Client, settings: Settings) -> None:
    assert client.get(METRICS).status_code == 404
    assert client.get(METRICS, headers={"authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "a-secret-of-the-test"
    assert client.get(METRICS, headers={"authorization": "Bearer no"}).status_code == 404
    answer = client.get(METRICS, headers={"authorization": "Bearer a-secret-of-the-test"})
    assert answer.status_code == 200
    assert b"district_workers_alive 0.0" in answer.content
    assert b"district_queue_waiting_tasks" in answer.content


REPORTED: list[dict[str, Any]] = []


def report(event: dict[str, Any]) -> None:
    REPORTED.append(event)


def test_an_error_is_reported_without_what_may_name_a_person() -> None:
    REPORTED.clear()
    handler, log = ErrorReports(f"{__name__}.report"), logging.getLogger("of this test")
    log.addHandler(handler)
    log.propagate = False
    try:
        raise ValueError("Sam Lopez cannot be read")
    except ValueError:
        log.exception("sam@home.example failed")
    finally:
        log.removeHandler(handler)
    [event] = REPORTED
    assert event["kinds"] == ["builtins.ValueError"]
    assert "Lopez" not in str(event)
    assert "home.example" not in str(event)
