"""Recognizes the links of a rich text that lead to one of our documents."""

import pytest
from pytest_django.fixtures import Settings

from district_cms.media.addresses import documents_linked_in


@pytest.mark.parametrize(
    ("html", "keys"),
    [
        ('<a href="/documents/7/list.pdf">List</a>', {7}),
        ('<a title="a > b" href="/documents/7/list.pdf">List</a>', {7}),
        ("<A HREF=/documents/7/list.pdf>List</A>", {7}),
        ('<a href="https://district.example/documents/7/list.pdf">List</a>', {7}),
        ('<a href="https://elsewhere.example/documents/7/list.pdf">List</a>', set()),
        ("<p>/documents/7/list.pdf</p>", set()),
    ],
)
def test_a_link_is_parsed_as_in_the_checks(html: str, keys: set[int], settings: Settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://district.example"
    settings.ALLOWED_HOSTS = ["district.example"]
    assert documents_linked_in(html) == keys
