"""How long the gate's checks take: the median for a page of 30 KB, and for a megabyte of anything.

Run it with `python -m tests.benchmarks.bench_checks`. It prints milliseconds, and whether a page is
checked for accessibility in as much computing as it may take.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

from district_cms.checks import accessibility, privacy
from district_cms.checks.accessibility.parsing import MOST_TAGS
from tests.benchmarks import goals

PAGE_SIZE = 30_000
MEGABYTE = 1_000_000
MOST = 3  # CPU ms for a page
RULES = privacy.PrivacyRules(today=date(2026, 11, 24))

ORDINARY = Path(__file__).parents[1] / "data" / "privacy" / "ordinary.jsonl"
TEXTS = 3
SECTION = """
<h2>What we are learning</h2>
{told}
<p>The <a href="/math/fractions/">fractions page</a> has more, and
for the homework <a href="/math/homework/">click here</a>.</p>
<h3>Assignments</h3>
<ul><li>Worksheet 12, due Tuesday, December 1</li><li>Reading log: 20 minutes a day</li></ul>
<figure><img src="/media/leaf.jpg" alt="A maple leaf under a magnifying glass, its veins in red">
<figcaption>Leaves that we collected</figcaption></figure>
<table><caption>Spelling groups</caption><tr><th></th><th>Monday</th><th>Thursday</th></tr>
<tr><th>Group A</th><td>List 3</td><td>List 4</td></tr>
<tr><th>Group B</th><td>List 5</td><td>List 6</td></tr></table>
<p>Unit test: 20 %. Call 406-555-0123 with questions. Haga clic <a href="/es/">aquí</a>.</p>
"""

HOSTILE = {
    "letters": "A " * (MEGABYTE // 2),
    "digits": "1" * MEGABYTE,
    "student IDs": "Student ID - " * (MEGABYTE // 13),
    "names": "Maria Lopez " * (MEGABYTE // 12),
    "grades": "Maria Lopez got a B+, " * (MEGABYTE // 22),
    "births": "born in " * (MEGABYTE // 8),
    "possessives": "Maria's big red math grade on " * (MEGABYTE // 30),
    "spaces": "Maria" + " " * MEGABYTE + "87%",
    "tags": "<a href=x>" * (MEGABYTE // 10),
    "links": "<p><a href=x>here</a>" * (MEGABYTE // 21),
    "links in a table": "<table><tr>" + "<td><a href=x>here</a>" * (MEGABYTE // 22),
    "headers": "<table>" + "<tr><th><th rowspan=200 colspan=9><td>1" * (MEGABYTE // 39),
    "references": "<p id=x>word word</p>" + "<a href=x aria-labelledby=x></a>" * (MEGABYTE // 32),
    "deep": "<div>" * (MEGABYTE // 5),
    "deep, but read": ("<div>" * 1500 + "<img>" + "</div>" * 1500) * 60,
    "headings": "<h2>" * 1500 + "<i></i>" * (MEGABYTE // 7),
    "kept spaces": "<p>Name" + "&nbsp;" * (MEGABYTE // 6) + ".",
    "deep drawings": "<pre>" * 200 + "/\\_" * (MEGABYTE // 3),
    "less-than signs": "<" * MEGABYTE,
    "attributes": "<a " + " ".join(f"a{number}=1" for number in range(MEGABYTE // 9)) + ">",
    "one style": '<p style="' + "color:red;" * (MEGABYTE // 10) + '">',
    "one description": '<img src=a alt="' + "1-" * (MEGABYTE // 2) + '">',
    "one heading": "<h2>" + "word " * (MEGABYTE // 5),
    "comments": "<!-- x -->" * (MEGABYTE // 10),
}
"""A megabyte of one thing. Texts with more tags than are read are refused at once."""

CROWDED: dict[str, tuple[str, int] | tuple[str, int, str]] = {
    "pictures": ("<img>", 1),
    "pictures deep down": ("<img>", 1, "<div>" * 1500),
    "links": ("<p><a href=x>here</a>", 2),
    "links in one line": ("<a href=x>here</a> ", 1),
    "links in lists in lists": ("<ul><li><a href=x>here</a>", 3),
    "links between blocks": ("<a href=x>here</a><p>", 2, "<div>"),
    "definitions": ("<dd><a href=x>here</a>", 2, "<dl>"),
    "roles": ("<span role=link tabindex=0>x", 1),
    "empty links": ("<i></i>", 1, "<span role=link>" * 1000),
    "cells": ("<td><a href=x>here</a>", 2, "<table><tr>"),
    "wide and high cells": ("<tr><th colspan=99 rowspan=99>1<td>2", 3, "<table>"),
    "references": ('<a href=x aria-labelledby="x x x"></a>', 1, "<p id=x>word word</p>"),
    "headings": ("<h2>a</h2>", 1),
    "headings in headings": ("<i></i>", 1, "<h2>" * 1500),
    "bold lines": ("<p><b>Homework</b>", 2),
    "bold lines in one paragraph": ("<b>Homework</b><br>a", 2, "<p>"),
    "bold lines and gaps": ("<p><b>Homework</b><p><p><p><p><p><p>", 8),
    "typed items": ("<p>- Paper", 1),
    "typed items in one paragraph": ("- Paper<br>", 1, "<p>"),
    "fields": ("<label>a<input></label>", 2),
    "styles": ('<p style="color:red;background:blue">x', 1),
}
"""A piece, how many tags it has, and what stands before: as many of it as are read."""


def class_page() -> str:
    """Return sections of one shape, each with other words: what people wrote as schools write.

    One section again and again would tell little: a check may remember what it read before.
    """
    lines = map(json.loads, ORDINARY.read_text("utf-8").splitlines()[::17])
    texts = (line["html"] for line in lines if line["lang"] == "en")
    made = ""
    while len(made) < PAGE_SIZE:
        made += SECTION.format(told="\n".join(islice(texts, TEXTS)))
    return made


def crowd(piece: str, tags: int, before: str = "") -> str:
    """Return as many pieces as are read, and a text up to a megabyte behind them."""
    text = before + piece * ((MOST_TAGS - before.count("<")) // tags)
    return text + "word " * ((MEGABYTE - len(text)) // 5)


def milliseconds(
    work: Callable[[], object], times: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the median time of some runs."""
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return statistics.median(taken) * 1000


def main() -> None:
    page = class_page()
    checks: dict[str, Callable[[str], object]] = {
        "accessibility": accessibility.check_html,
        "privacy": partial(privacy.check_html, rules=RULES),
    }
    for name, check in checks.items():
        taken = milliseconds(partial(check, page), times=51)
        sys.stdout.write(f"{name}: {len(page) / 1000:.0f} KB page, median {taken:.1f} ms\n")
    own = milliseconds(partial(checks["accessibility"], page), 51, time.process_time)
    goals.at_most(f"accessibility of a {len(page) / 1000:.0f} KB page", own, MOST, " CPU ms")
    crowds = {f"{kind}, as many as are read": crowd(*parts) for kind, parts in CROWDED.items()}
    for kind, text in (HOSTILE | crowds).items():
        for name, check in checks.items():
            taken = milliseconds(partial(check, text), times=1)
            sys.stdout.write(f"{name}: {len(text) / 1e6:.1f} MB of {kind}, {taken:.0f} ms\n")


if __name__ == "__main__":
    main()
