"""The cache in Redis, which several machines share, and what happens when Redis goes away."""

import threading
from collections.abc import Iterator

import pytest
from django.core.cache import cache, caches
from fakeredis import TcpFakeServer
from pytest_django.fixtures import Settings

from district_cms.web import rate_limits, shared_cache
from district_cms.web.models import Counter
from scripts.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)


def use(settings: Settings, port: int) -> None:
    shared = {
        "BACKEND": "district_cms.web.shared_cache.SharedCache",
        "LOCATION": f"redis://127.0.0.1:{port}",
    }
    settings.CACHES = {"default": shared, "pages": shared}
    settings.CACHE_IS_SHARED = True


@pytest.fixture
def redis() -> Iterator[int]:
    server = TcpFakeServer(("127.0.0.1", port := free_port()), server_type="redis")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield port
    server.shutdown()
    server.server_close()


def test_values_and_counts_are_shared(settings: Settings, redis: int) -> None:
    use(settings, redis)
    caches["pages"].set("page", {"br": b"1"}, 60)
    assert cache.get("page") == {"br": b"1"}
    assert cache.get_or_set("other", lambda: 5) == 5
    assert [rate_limits.count_up("form", "a", 60) for _ in range(3)] == [1, 2, 3]
    rate_limits.give_back("form", "a")
    assert rate_limits.count_up("form", "a", 60) == 3
    rate_limits.start_over("form", "a")
    assert rate_limits.count_up("form", "a", 60) == 1
    assert not Counter.objects.exists()


def test_without_redis_pages_are_rendered_and_limits_count_in_the_database(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_cache.SharedCache, "_silent_until", 0.0)
    use(settings, free_port())
    cache.set("page", 1, 60)
    assert cache.get("page", "none") == "none"
    assert cache.get_or_set("page", lambda: 5, 60) in (5, None)
    cache.delete("page")
    assert [rate_limits.count_up("form", "a", 60) for _ in range(3)] == [1, 2, 3]
    rate_limits.give_back("form", "a")
    assert rate_limits.count_up("form", "a", 60) == 3
    rate_limits.start_over("form", "a")
    assert rate_limits.count_up("form", "a", 60) == 1
