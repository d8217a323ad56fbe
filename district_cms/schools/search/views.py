"""The page of results, and what is suggested while someone types."""

import datetime as dt
from functools import partial
from itertools import islice
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from district_cms.web.limits import Limit, TooOften, client_of, count

from ..choices import GRADE_LEVELS
from ..frame import footer_links, frame_pages, school_links
from ..languages.titles import titles_read
from .answering import answer
from .asking import LONGEST_QUERY
from .finding import MayGuess, find_named
from .named import MOST
from .offered import offered
from .ranking import SHORTEST_BEGINNING
from .results import labels
from .results import results as results_of
from .rows import Narrowed
from .words import words

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
    narrowed = Narrowed(
        school=next((page.pk for page in schools if page.slug == school), 0),
        grade=grade if grade in dict(GRADE_LEVELS) else "",
    )
    may_guess = partial(_may_guess, request)
    found = answer(query, narrowed, timezone.localdate(), may_guess, RESULTS_A_PAGE)
    hits = found.hits
    pages: Paginator[Any] = Paginator(hits, RESULTS_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    page.object_list = results_of(list(page.object_list), request)
    titles = titles_read()
    context: dict[str, Any] = {
        "query": query,
        "read_as": found.read_as,
        "with_some": found.with_some,
        "empty_day": found.empty_day,
        "total": len(hits),
        "and_more": len(hits) >= MOST,
        "results_page": page if hits else [],
        "narrowed": narrowed,
        "filter_schools": _choices(
            [(page.slug, titles.get(page.pk, page.title)) for page in schools],
            school if narrowed.school else "",
        ),
        "filter_grades": _choices(GRADE_LEVELS, narrowed.grade),
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
        today, may_guess = timezone.localdate(), partial(_may_guess, request)
        found = labels(find_named(query, Narrowed(), today, SUGGESTIONS, may_guess))
        found = found or _with_the_word_begun(query, today, may_guess)
    return JsonResponse({"suggestions": found})


def _with_the_word_begun(query: str, today: dt.date, may_guess: MayGuess) -> list[str]:
    """ "Ms. R", "larkspur h": what the words before have, of which a word begins so."""
    *said, begun = words(query)
    if not said or len(begun) >= SHORTEST_BEGINNING or not begun.isalpha():
        return []
    texts = labels(find_named(" ".join(said), Narrowed(), today, MOST, may_guess))
    begin = (text for text in texts if any(word.startswith(begun) for word in words(text)))
    return list(islice(begin, SUGGESTIONS))


def _may_guess(request: HttpRequest) -> bool:
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
