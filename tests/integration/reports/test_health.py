"""What programs are told of the site's condition: everyone that it is there, a few how it is."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django_q.models import Schedule
from pytest_django.fixtures import Settings

from district_cms.people.models import User
from district_cms.web.models import WorkerSign
from district_cms.web.queue.heartbeat import say_so
from district_cms.web.stylesheets import OneStyleSheetStorage
from district_cms.web.visitors import HealthPolls
from notifications.models import Message
from notifications.services import enqueue_message
from tests.factories.district import District

pytestmark = pytest.mark.django_db

DETAILS = "/health/details/"
TOKEN = {"Authorization": "Bearer a-long-secret"}
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def monitor(settings: Settings, client: Client) -> Client:
    settings.HEALTH_TOKEN = "a-long-secret"
    return client


def ask(monitor: Client) -> Any:
    return monitor.get(DETAILS, headers=TOKEN)


def test_everyone_learns_that_it_is_there_and_nothing_else(client: Client) -> None:
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_without_collected_files_it_is_not_well(
    client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = OneStyleSheetStorage(location=str(tmp_path), base_url="/static/")
    monkeypatch.setattr("district_cms.web.stylesheets.staticfiles_storage", empty)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"status": "no collected files"})


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": ""}])
def test_nobody_else_learns_how_it_is(monitor: Client, headers: dict[str, str]) -> None:
    assert monitor.get(DETAILS, headers=headers).status_code == 404


def test_an_administrator_may_ask_and_a_teacher_may_not(
    district: District, administrator: User, client: Client
) -> None:
    client.force_login(district.teacher)
    assert client.get(DETAILS).status_code == 404
    client.force_login(administrator)
    assert client.get(DETAILS).status_code == 503  # there is no worker


def test_all_is_well(monitor: Client) -> None:
    say_so("worker")
    answer = ask(monitor)
    assert answer.status_code == 200
    found = answer.json()
    assert found["status"] == "ok"
    assert found["worker_age_seconds"] < 60
    assert found["settings"] == found["worker_settings"] == "district_cms.settings.test"
    assert found["free_disk_bytes"]["uploads"] > 0


def codes(monitor: Client) -> list[str]:
    answer = ask(monitor)
    assert answer.status_code == 503
    return [problem["code"] for problem in answer.json()["problems"]]


def test_it_knows_the_workers_age(monitor: Client) -> None:
    assert codes(monitor) == ["worker-never-seen"]
    say_so("worker", now=timezone.now() - 20 * MINUTE)
    assert codes(monitor) == ["worker-silent"]
    assert 1190 < ask(monitor).json()["worker_age_seconds"] < 1260


def test_it_knows_a_worker_with_other_settings(monitor: Client) -> None:
    say_so("worker")
    WorkerSign.objects.update(settings="district_cms.settings.dev")
    assert codes(monitor) == ["worker-other-settings"]


def test_it_knows_the_oldest_schedule_that_is_due(monitor: Client) -> None:
    say_so("worker")
    for minutes in (3, 40):
        Schedule.objects.create(
            name=f"since {minutes}", func="f", next_run=timezone.now() - minutes * MINUTE
        )
    assert codes(monitor) == ["schedule-late"]
    assert ask(monitor).json()["oldest_due_schedule"] == "since 40"


def test_it_knows_the_oldest_message_that_is_due(monitor: Client) -> None:
    say_so("worker")
    for minutes in (5, 45):
        enqueue_message(
            message_class="staff",
            address=f"p{minutes}@larkspur.example",
            subject="S",
            text="T",
            send_after=timezone.now() - minutes * MINUTE,
        )
    assert codes(monitor) == ["message-late"]
    assert 2690 < ask(monitor).json()["oldest_due_message_seconds"] < 2760
    Message.objects.update(send_after=timezone.now() + MINUTE)
    assert ask(monitor).status_code == 200


def test_it_knows_that_the_disk_is_nearly_full(monitor: Client, settings: Settings) -> None:
    say_so("worker")
    settings.FREE_DISK_NEEDED = 2**62
    assert "disk-nearly-full" in codes(monitor)


def test_a_poll_that_reports_trouble_writes_no_error_into_the_log(
    monitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.handler.addFilter(HealthPolls())
    assert ask(monitor).status_code == 503  # no worker has ever given a sign
    assert [each.getMessage() for each in caplog.records if each.name == "django.request"] == []
    assert "health_polls" in settings.LOGGING["handlers"]["console"]["filters"]
