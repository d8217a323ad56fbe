"""Unusual queries get an answer, on every database."""

import pytest
from django.test import Client

from tests.factories.district import District

pytestmark = pytest.mark.django_db

ODD = [
    *("", ",", "'", "''''", ":", "*", "!", "\\", "%", "_", "--", "<->", "%s %(a)s", "\x00"),
    *(
        "ri\x00vera",
        "rivera:*A",
        "rivera & | ! ( )",
        "rivera\\' OR 1=1 --",
        "rivera_math",
        "1e5 math",
    ),
    *(
        "שלום עולם",
        "של:*",
        "数学 rivera",
        "한국어 수학",
        "ก็ ไทย",
        "हिन्दी",
        "٣ grade",
        "😀 math",
        "\u202emath",
    ),
    *(
        "İstanbul ẞẞẞ",
        "ß" * 99,
        "ﬁ" * 99,
        "a" * 300,
        " ".join(["math"] * 60),
        " ".join("abcdefghijkl"),
    ),
    *(
        "11/26",
        "99/99",
        "1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2",
        "½ ⅓",
        "math ²",
        "and or not",
        "de la el",
    ),
]


@pytest.mark.parametrize("narrowed", [
    {}, {"school": "juniper-creek"}, {"grade": "03"},
    {"school": "' OR 1", "grade": "\x00", "page": "\x00"},
])  # fmt: skip
def test_unusual_queries_are_answered(
    district: District, client: Client, narrowed: dict[str, str]
) -> None:
    for query in ODD:
        assert client.get("/search/", {"q": query, **narrowed}).status_code == 200, query
        assert client.get("/search/suggestions/", {"q": query}).status_code == 200, query


def test_private_pages_are_not_found_with_fewer_words(district: District, client: Client) -> None:
    district.teacher_page.view_restrictions.create(restriction_type="login")
    for query in ("rivera xylophone", "xylophone math rivera", "math 3 rivera"):
        shown = client.get("/search/", {"q": query}).context["results_page"]
        assert not [hit for hit in shown if "Rivera" in hit["title"] or hit["title"] == "Math 3"]
