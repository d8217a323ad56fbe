"""What a search box offers before anything is typed."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from itertools import islice
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from district_cms.web.limits import Limit, TooOften, client_of, count

from ..choices import GRADE_LEVELS, SUBJECTS
from ..frame import footer_links, frame_pages, school_links
from ..languages.titles import titles_read
from .answers import MayCorrect, answer, find_named
from .matching import MOST, SHORTEST_BEGINNING, SearchFilter
from .query import LONGEST_QUERY
from .results import labels, result_rows
from .words import words


def offered(schools: Iterable[str]) -> list[str]:
    """The schools by these names, then subjects and grades in the reader's language."""
    return [*schools, *(str(label) for _key, label in [*SUBJECTS, *GRADE_LEVELS])]


RESULTS_A_PAGE: Final = 10
SUGGESTIONS: Final = 8
# Wide: a whole school types from one address, and suggestions ask at each letter.
GUESSES: Final = Limit("search.guesses", 600, 10 * 60)
_SHORTEST_SUGGESTED: Final = 2


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` in the words people use: a teacher, a class, a school, a topic; `&school=` is the name
    of a school in its address, `&grade=` the code of a grade level. Without words the classes of
    that school or grade."""
    query = _query(request)
    frame = frame_pages()
    schools = [page for page in frame if page.school_kind is not None]
    school, grade = request.GET.get("school", ""), request.GET.get("grade", "")
    filters = SearchFilter(
        school=next((page.pk for page in schools if page.slug == school), 0),
        grade=grade if grade in dict(GRADE_LEVELS) else "",
    )
    may_correct = partial(_may_correct, request)
    found = answer(query, filters, timezone.localdate(), may_correct, RESULTS_A_PAGE)
    hits = found.hits
    pages: Paginator[Any] = Paginator(hits, RESULTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = result_rows(list(page.object_list), request)
    titles = titles_read()
    context: dict[str, Any] = {
        "query": query,
        "read_as": found.read_as,
        "with_some": found.with_some,
        "empty_day": found.empty_day,
        "total": len(hits),
        "and_more": len(hits) >= MOST,
        "results_page": page if hits else [],
        "narrowed": filters,
        "filter_schools": _choices(
            [(page.slug, titles.get(page.pk, page.title)) for page in schools],
            school if filters.school else "",
        ),
        "filter_grades": _choices(GRADE_LEVELS, filters.grade),
        "schools": school_links(frame, request),
        "footer_links": footer_links(frame, request),
    }
    return render(request, "search/results.html", context)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is found by name, as something to search for: {"suggestions": [text]}; what a box
    offers before anything is typed, where nothing is asked."""
    if "q" not in request.GET:
        titles = titles_read()
        schools = [
            titles.get(page.pk, page.title)
            for page in frame_pages()
            if page.school_kind is not None
        ]
        return JsonResponse({"suggestions": offered(schools)})
    query = _query(request)
    found: list[str] = []
    if len("".join(words(query))) >= _SHORTEST_SUGGESTED:
        today, may_correct = timezone.localdate(), partial(_may_correct, request)
        found = labels(find_named(query, SearchFilter(), today, SUGGESTIONS, may_correct))
        found = found or _with_the_word_begun(query, today, may_correct)
    return JsonResponse({"suggestions": found})


def _with_the_word_begun(query: str, today: dt.date, may_correct: MayCorrect) -> list[str]:
    """ "Ms. R", "larkspur h": what the words before have, of which a word begins so."""
    *said, begun = words(query)
    if not said or len(begun) >= SHORTEST_BEGINNING or not begun.isalpha():
        return []
    texts = labels(find_named(" ".join(said), SearchFilter(), today, MOST, may_correct))
    begin = (text for text in texts if any(word.startswith(begun) for word in words(text)))
    return list(islice(begin, SUGGESTIONS))


def _may_correct(request: HttpRequest) -> bool:
    """Whether it is worked out for this visitor what was meant by a word that nobody knows: it
    takes more computing than the rest, and what is known is found without it."""
    try:
        count(GUESSES, client_of(request))
    except TooOften:
        return False
    return True


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def _choices(values: Any, chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in values]
