"""The record of stops in a bucket: it outlives a restored backup, on whichever machine."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import storages
from pytest_django.fixtures import Settings

from district_cms.media.bucket import UploadsBucket
from district_cms.reports.site.condition import condition
from district_cms.settings.env import uploads_bucket
from notifications.models import MessageClass, StopsFileSize
from notifications.services import pausing
from notifications.suppressions import stops
from tests.fakes.bucket import BUCKET, bucket_server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with bucket_server() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        settings.UPLOADS_BUCKET = BUCKET
        settings.STORAGES = settings.STORAGES | uploads_bucket(BUCKET)
        monkeypatch.setattr(pausing, "_last", {})
        yield


def note(*people: str) -> None:
    for person in people:
        stops._append([{"person": person}])


def test_what_a_restored_backup_does_not_know_is_named_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note("a")
    backup = stops.known_end()
    monkeypatch.setattr(stops.time, "time_ns", lambda: 0)  # a machine whose clock is wrong
    note("b", "c")
    assert stops.known_end() == stops.end_of_stops() == backup + 2
    assert not stops.is_behind()

    StopsFileSize.objects.update(known=backup)
    monkeypatch.undo()
    note("d")  # stopped before anybody noticed: the others must not be forgotten
    assert stops.is_behind()
    assert [each["person"] for each in stops.unknown_stops()] == ["b", "c", "d"]
    assert pausing.paused_classes() == frozenset(MessageClass.values)
    assert "backup-restored" in [each.code for each in condition().problems()]
    StopsFileSize.objects.update(known=stops.end_of_stops())
    assert not stops.is_behind()


def test_without_an_answer_of_the_bucket_a_worker_goes_by_its_last_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreachable(*_: object, **__: object) -> Iterator[None]:
        raise OSError("the store of uploads: EndpointConnectionError")

    private = storages["private"]
    assert isinstance(private, UploadsBucket)
    with monkeypatch.context() as without:
        without.setattr(UploadsBucket, "entries", unreachable)
        with pytest.raises(OSError, match="store of uploads"):
            pausing.paused_classes()
        assert "uploads-unreachable" in [each.code for each in condition().problems()]
    assert pausing.paused_classes() == frozenset()
    monkeypatch.setattr(UploadsBucket, "entries", unreachable)
    assert pausing.paused_classes() == frozenset()
