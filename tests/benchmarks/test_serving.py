"""What a class page costs behind the web server of production. `make bench ARGS=serving`.

Asked by a program of its own, in turn, round after round: our class page, drawn anew and from
memory; a class page with the same content that is built as plain Wagtail does it, in the same tree
(`serving/plain`), behind Wagtail's own middleware; and a bare view that answers the bytes of ours,
compressed, behind our security headers. Then class pages of the district at size beside those of
the demo that say about as much.

What is compared is computing, of the web server's processes and of the database's: times on the
clock depend on what else the machine does. `BENCH_ROUNDS` is the number of rounds.
"""

import sys
from collections import Counter
from contextlib import ExitStack
from typing import Any

from psycopg import sql

from scripts import databases

from . import goals
from .serving import demo, machine, measuring, servers
from .serving.demo import Demo
from .serving.measuring import Case, Cost, Costs, Database, median, ratio
from .serving.servers import Server

FEW, MANY = 120, 2400  # requests of a round: of what is drawn, and of what comes from memory
SAME_WORDS = 0.9
"""So many of the words of our page are on the plain one, too, at least."""


def start(stack: ExitStack, district: Demo, name: str, command: Any, application: str) -> Server:
    port = servers.port()
    return stack.enter_context(
        servers.serving(
            command(application, port),
            port,
            getattr(district, name)(),
            district.folder / f"{name}-{port}.log",
            district.plain_paths[0] if name == "plain" else district.paths[0],
        )
    )


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def parts(costs: list[Cost]) -> str:
    web, rows = (median(costs, lambda cost, of=of: getattr(cost, of)) for of in ("web", "database"))
    return f"{web:.2f} + {rows:.2f}"


def test_a_class_page_beside_a_plain_one_and_a_bare_view(
    district: Demo, database: Database, rounds: int
) -> None:
    ours = demo.said("looking", f"look_and_print({district.drawn!r})", district.ours())
    plain = demo.said("looking", f"look_and_print({district.plain_paths!r})", district.plain())
    for one, other in zip(district.drawn, district.plain_paths, strict=True):
        assert same_words(ours[one]["words"], plain[other]["words"]) >= SAME_WORDS
    with ExitStack() as stack:
        of_ours = start(stack, district, "ours", servers.production, servers.OURS)
        of_plain = start(stack, district, "plain", servers.production, servers.OTHERS)
        of_bare = start(stack, district, "bare", servers.production, servers.OTHERS)
        costs = measuring.in_turn(
            {
                "drawn": Case(of_ours, district.drawn, FEW),
                "plain": Case(of_plain, district.plain_paths, FEW),
                "kept": Case(of_ours, district.paths, MANY),
                "bare": Case(of_bare, district.paths, MANY),
            },
            rounds,
            database,
        )
    queries = [sorted({each["queries"] for each in found.values()}) for found in (ours, plain)]
    uncached = ratio(costs["plain"], costs["drawn"])
    cached = ratio(costs["bare"], costs["kept"])
    say(
        f"\nclass page uncached: {uncached:.1f} x plain, "
        f"1/{ratio(costs['drawn'], costs['bare']):.0f} of bare"
    )
    goals.at_least("class page uncached", uncached, 4, " x plain")
    say(
        "  CPU ms of web server + database: "
        + ", ".join(f"{name} {parts(found)}" for name, found in costs.items())
    )
    say(f"  queries: ours {queries[0]}, plain {queries[1]}; {on_the_clock(costs)}")
    say(f"class page cached: {cached:.2f} of bare, behind the server")
    goals.at_least("class page cached, behind the server", cached, 0.7, " of bare")
    say(f"  load {machine.load()}; asking costs {median(costs['bare'], asking):.3f} CPU ms\n")


def asking(cost: Cost) -> float:
    return cost.asking


def on_the_clock(costs: Costs) -> str:
    """Requests a second, which the machine has a say in."""
    rates = {name: 1000 / median(found, lambda cost: cost.wall) for name, found in costs.items()}
    return ", ".join(f"{name} {rate:.0f}/s" for name, rate in rates.items())


def same_words(ours: list[str], plain: list[str]) -> float:
    """The part of our page's words that the plain one has, each as often."""
    wanted, found = Counter(ours), Counter(plain)
    return (wanted & found).total() / wanted.total()


def test_a_class_page_of_a_large_district_beside_one_of_the_demo(
    district: Demo, server: str, at_size_template: str, database: Database, rounds: int
) -> None:
    name = "served_at_size"
    with databases.alone_on(server) as session:
        databases.drop(session, name)
        # Files are copied as they are: nothing is written twice.
        session.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(at_size_template)
            )
        )
    large = Demo(databases.beside(server, name), "", district.folder, {})
    try:
        demo.analyze(large.url)
        small_pages = demo.said("looking", f"look_and_print({district.drawn!r})", district.ours())
        updates = demo.said("choosing", f"updates_and_print({demo.CLASSES})", district.ours())
        alike = f"alike_and_print({small_pages!r}, {updates})"
        large_pages = demo.said("choosing", alike, large.ours())
        small = Demo(district.url, "", district.folder, dict.fromkeys(large_pages, ""))
        large = Demo(large.url, "", district.folder, dict.fromkeys(large_pages.values(), ""))
        with ExitStack() as stack:
            cases = {
                each: Case(
                    start(stack, of, "ours", servers.production, servers.OURS), of.drawn, FEW
                )
                for each, of in (("demo", small), ("big", large))
            }
            costs = measuring.in_turn(cases, rounds, database)
    finally:
        with databases.alone_on(server) as session:
            databases.drop(session, name)
    times = ratio(costs["big"], costs["demo"])
    say(
        f"\nclass page big/demo: {times:.2f} of the CPU, web server + "
        f"database: big {parts(costs['big'])} ms, demo {parts(costs['demo'])} ms"
    )
    goals.at_most("class page big/demo", times, 1.1)
    say(f"  {on_the_clock(costs)}; load {machine.load()}\n")
