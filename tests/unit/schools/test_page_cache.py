"""Content negotiation, and the size limit of the page cache."""

import pytest

from district_cms.schools.page_cache.memory import BoundedMemoryCache
from district_cms.schools.page_cache.middleware import encoding_for, has_it


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP;q=1.0", "gzip"),
        ("br;q=0, gzip;q=0.2", "gzip"),
        ("identity", ""),
        ("", ""),
    ],
)
def test_the_smallest_accepted_encoding_is_used(accepted: str, encoding: str) -> None:
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(
    ("header", "same"),
    [('"a-br"', True), ('W/"a-br", "b"', True), ("*", True), ('"a-gzip"', False), ("", False)],
)
def test_etags_match_per_encoding(header: str, *, same: bool) -> None:
    assert has_it(header, '"a-br"') is same


@pytest.fixture
def cache() -> BoundedMemoryCache:
    found = BoundedMemoryCache("a test", {"OPTIONS": {"MAX_BYTES": 5500}})
    found.clear()
    return found


def test_the_entry_that_was_read_longest_ago_goes_first(cache: BoundedMemoryCache) -> None:
    for key in "abcde":
        cache.set(key, b"x" * 1000)
    assert cache.get("a") == b"x" * 1000
    cache.set("f", b"x" * 1000)
    assert [key for key in "abcdef" if cache.get(key)] == ["a", "c", "d", "e", "f"]
    cache.set("large", b"x" * 9000)
    assert cache.get("large") is None


def test_an_entry_ends_after_its_time_and_a_backend_of_another_thread_has_it_too(
    cache: BoundedMemoryCache,
) -> None:
    cache.set("over", 1, timeout=0)
    cache.set("there", 1, timeout=60)
    other = BoundedMemoryCache("a test", {"OPTIONS": {"MAX_BYTES": 5500}})
    assert (other.get("over", "none"), other.get("there")) == ("none", 1)
    assert not other.add("there", 2)
    assert other.touch("there")
    assert cache.delete("there")
    assert not other.has_key("there")
