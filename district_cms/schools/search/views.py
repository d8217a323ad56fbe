"""The page of results, and the suggestions of the search box."""

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

from district_cms.web.rate_limits import Limit, TooOften, client_of, count

from ..choices import GRADE_LEVELS, SUBJECTS
from ..frame import footer_links, frame_pages, school_links
from ..languages.titles import titles_read
from .answers import MayCorrect, answer, find_named
from .matching import MOST, SHORTEST_BEGINNING, SearchFilter
from .query import LONGEST_QUERY
from .results import labels, result_rows
from .words import words


def offered(schools: Iterable[str]) -> list[str]:
    """Returns suggestions for an empty box: these schools, then subjects and grades in the reader's
    language."""
    return [*schools, *(str(label) for _key, label in [*SUBJECTS, *GRADE_LEVELS])]


RESULTS_A_PAGE: Final = 10
SUGGESTIONS: Final = 8
# Generous: a whole school shares one address, and suggestions are requested at each letter.
GUESSES: Final = Limit("search.guesses", 600, 10 * 60)
_SHORTEST_SUGGESTED: Final = 2


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """`?q=` has words that people use: a teacher, a class, a school, a topic; `&school=` is a
    school's slug, `&grade=` a grade code. Without words, lists the classes of that school or
    grade."""
    query = _query(request)
    frame = frame_pages()
    schools = [page for page in frame if page.school_kind is not None]
    school, grade = request.GET.get("school", ""), request.GET.get("grade", "")
    filters = SearchFilter(
        school=next((page.pk for page in schools if page.slug == school), 0),
        grade=grade if grade in dict(GRADE_LEVELS) else "",
    )
    may_correct = partial(_may_correct, request)
    result = answer(query, filters, timezone.localdate(), may_correct, RESULTS_A_PAGE)
    hits = result.hits
    pages: Paginator[Any] = Paginator(hits, RESULTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = result_rows(list(page.object_list), request)
    titles = titles_read()
    context: dict[str, Any] = {
        "query": query,
        "read_as": result.read_as,
        "with_some": result.with_some,
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
    """Returns {"suggestions": [text]}: labels of named items that match; without `q`, the
    suggestions for an empty box."""
    if "q" not in request.GET:
        titles = titles_read()
        schools = [
            titles.get(page.pk, page.title)
            for page in frame_pages()
            if page.school_kind is not None
        ]
        return JsonResponse({"suggestions": offered(schools)})
    query = _query(request)
    matches: list[str] = []
    if len("".join(words(query))) >= _SHORTEST_SUGGESTED:
        today, may_correct = timezone.localdate(), partial(_may_correct, request)
        matches = labels(find_named(query, SearchFilter(), today, SUGGESTIONS, may_correct))
        matches = matches or _with_partial_word(query, today, may_correct)
    return JsonResponse({"suggestions": matches})


def _with_partial_word(query: str, today: dt.date, may_correct: MayCorrect) -> list[str]:
    """For "Ms. R" or "larkspur h": returns labels that match the earlier words and have a word that
    begins with the last one."""
    *complete, partial_word = words(query)
    if not complete or len(partial_word) >= SHORTEST_BEGINNING or not partial_word.isalpha():
        return []
    texts = labels(find_named(" ".join(complete), SearchFilter(), today, MOST, may_correct))
    begin = (text for text in texts if any(word.startswith(partial_word) for word in words(text)))
    return list(islice(begin, SUGGESTIONS))


def _may_correct(request: HttpRequest) -> bool:
    """Returns True if spelling may be corrected for this visitor. It takes more computing than the
    rest, and known words are found without it."""
    try:
        count(GUESSES, client_of(request))
    except TooOften:
        return False
    return True


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST_QUERY]


def _choices(values: Any, chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": label, "chosen": value == chosen} for value, label in values]
