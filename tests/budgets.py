"""How many queries each page and screen may ask, with cold caches, in a district of any size.

What asks more today is listed with its number: `EXCESS` is what is to be fixed, not what is
allowed. A number there may only go down; a line whose screen keeps its budget is taken out.
"""

import gzip
import time
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from tests import rows
from tests.screen import Screen
from tests.screens import PUBLIC, SCREENS
from tests.world import World

# One of each is for the look of the website (its name, mark and color), and in public others for
# the notices at the top, the site, its frame and the page of rules: a process asks for them only
# where they have changed. `schools/test_budgets` holds what is asked once they are kept.
PUBLIC_PAGE = 13
# With what is known of each kind of page, and texts in a transaction of its own.
PUBLIC_SEARCH = 24
FAMILY_ADDS = 19  # the search, what the person follows already, and whether they are a student
# What is coming and the newest news are kept by each process, too.
HOME = 24
CALENDAR = 22
CALENDAR_FILE = 24
EACH_SCHOOL = 26  # the same, the newest posts of each school, and its class pages that are new
# Teachers and classes, principals, activities, and the newest of its news. In a transaction, as
# here, the office's settings are read once more for the quick links.
SCHOOL = 26
# Of all that a person follows, whatever its number, and the school year. Six of them ask when the
# next message comes: what stops it (a pause of the district, an address, the list of students), and
# the posting days by their settings, years and days without school. Three more ask for the newest
# update of each class.
FAMILY_CHOICES, FAMILY_PAGE = 22, 35
# What its classes have is kept until their school changes: the person, the look at the page, the
# addresses, what is followed (four), and what stops messages (three), and once the versions.
FAMILY_PAGE_KEPT = 11
# Of Wagtail's editor and of the short form, for a draft that has saved itself before.
AUTOSAVE_IN_EDITOR, AUTOSAVE_IN_SHORT_FORM = 66, 47
# One asks whether the district holds the list of students; a process asks where that has changed.
EDITORS_SCREEN = 41
# With what someone is asked to explain and what waits to be read, what someone asks to use, and the
# class notices that wait.
EDITORS_HOME = 44
KILOBYTES, KILOBYTES_OF_A_FORM, KILOBYTES_IN_PUBLIC = 100, 250, 60
# What only search engines read: at most 500 pages, each with three addresses that name each other.
KILOBYTES_OF_A_SITE_MAP = 750
# Over the wire, as a browser gets it that takes gzip, of any page or screen in a district of any
# size: no exceptions. Where the address brings words it is not compressed (ADR 0009).
KILOBYTES_SENT = 150

BUDGETS = (
    dict.fromkeys(SCREENS, EDITORS_SCREEN)
    | {screen.name: PUBLIC_PAGE for screen in (*PUBLIC, *rows.PUBLIC)}
    | {name: PUBLIC_SEARCH for name in SCREENS if name.startswith("search")}
    | {name: EDITORS_HOME for name in SCREENS if name.startswith("admin home")}
    | {"school": SCHOOL, "search among pages": EDITORS_SCREEN, "home page": HOME}
    | {"calendar": CALENDAR, "a school's calendar": CALENDAR}
    # In a transaction, as here, whether the district holds the list of students is asked twice.
    | {"privacy": PUBLIC_PAGE + 2, "edit a staff member": EDITORS_SCREEN + 1}
    | {"what is new in each school": EACH_SCHOOL}
    | {name: CALENDAR_FILE for name in SCREENS if name.startswith("calendar file")}
    | {"a family adds a class": FAMILY_ADDS, "a family's page": FAMILY_PAGE}
    | {"a family's choices": FAMILY_CHOICES}
)


def kilobytes_for(screen: Screen) -> int:
    """How large the answer may be; a page's form carries Wagtail's description of every block."""
    if screen.name.startswith("site map"):
        return KILOBYTES_OF_A_SITE_MAP
    if screen.role is None:
        return KILOBYTES_IN_PUBLIC
    return KILOBYTES_OF_A_FORM if screen.name.startswith(("edit ", "new ")) else KILOBYTES


@dataclass(frozen=True, slots=True)
class Excess:
    """Today's number in the small and in the large district; None where the budget is kept."""

    small: int | None = None
    at_size: int | None = None

    def today(self, at_size: bool) -> int | None:
        return self.at_size if at_size else self.small


# In a transaction, as in a test, they ask anew, and one of them twice, for what a process keeps.
EXCESS: dict[str, Excess] = {
    "accessibility statement": Excess(15, 15),
    # Wagtail asks for the review, its task and its revision for each button, lock and panel.
    "edit what waits": Excess(53, 92),
    "report: workflows": Excess(at_size=150),  # and for the tasks of each of fifty lines
}
# Kilobytes of the answer. Most of it are lists of everyone or everything to choose from. In the
# explorer each of the 50 lines has Wagtail's menu of nine actions with their pictures (4.3 KB; over
# the wire 15 KB of the whole screen), whatever the order.
LARGE: dict[str, Excess] = {
    "school": Excess(at_size=175),
    "teacher's class in the explorer": Excess(at_size=120),
    "principal's school in the explorer": Excess(at_size=287),
    "office's site in the explorer": Excess(at_size=281),
    "search among pages": Excess(at_size=130),
    # Each of a dozen kinds of blocks says its language: 700 bytes of Wagtail's description of a
    # field, and the names of all languages once. The website's mark and colors are in its head.
    # A picture says of which students it is.
    "new update": Excess(251, 256),
    "edit an update": Excess(265, 270),
    "edit what waits": Excess(271, 276),
    # Their body stands there in English and in Spanish, each with Wagtail's description of its
    # blocks; over the wire the second one is nearly free.
    "edit a school": Excess(297, 302),
    "edit the home page": Excess(277, 282),
    "edit a plain page": Excess(278, 283),  # the office has one more report in its menu
    "edit a curriculum page": Excess(292, 297),
    "a guide": Excess(104, 104),  # the office's lists, rules and drafts of a procedure
    "the longest guide": Excess(104, 104),
    "report: workflows": Excess(at_size=122),
    "pages of a type": Excess(at_size=250),
    "accounts of one role": Excess(at_size=101),
    "superuser's review queue": Excess(at_size=111),
    "a school's posting days": Excess(at_size=129),
    "accessibility settings": Excess(122, at_size=122),  # a box for each rule that is advice
    "report: aging pages": Excess(at_size=122),
    "report: site history": Excess(at_size=113),
    "how the district is doing": Excess(at_size=108),
    "principal's school in the explorer, by title": Excess(at_size=270),
}
# Seconds in the district at size that nobody should wait for, as `make bench ARGS=screens` shows
# them beside what it measures. Not asserted: they depend on the machine.
SLOW = frozenset(
    {
        *(
            "search among pages",
            "school",
            "admin home of the superuser",
            "superuser's review queue",
        ),
        *("teacher's class in the explorer", "principal's school in the explorer"),
        "office's site in the explorer",
        *("report: workflows", "report: workflow tasks", "report: site history"),
    }
)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit asked the database, how large the answer was, read and on its way, and how
    long it took: seconds of this program's own computing, and on the clock."""

    address: str
    answer: bytes
    queries: list[str]
    kilobytes: int
    sent: int
    cpu: float
    wall: float


def forget_what_is_kept() -> None:
    """Every cache is empty."""
    for cache in caches.all(initialized_only=False):
        cache.clear()
    Site.clear_site_root_paths_cache()
    # Names of tables, the same for every visit since the process began.
    for content_type in ContentType.objects.all():
        ContentType.objects.get_for_id(content_type.pk)


def visit_address(client: Client, address: str, status: int = 200) -> Visit:
    """One visit with every cache empty."""
    client.get(address)  # what is made once, such as a picture's sizes, is made by now
    forget_what_is_kept()
    begun, computed = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address, headers={"accept-encoding": "gzip"})
    wall, cpu = time.perf_counter() - begun, time.process_time() - computed
    assert response.status_code == status, f"{address}: {response.status_code}"
    sent = b"" if response.streaming else response.content
    answer = gzip.decompress(sent) if response.headers.get("Content-Encoding") == "gzip" else sent
    size = len(answer) // 1000
    asked = [query["sql"] for query in queries]
    return Visit(address, answer, asked, size, len(sent) // 1000, cpu, wall)


def visit(screen: Screen, world: World) -> Visit:
    """One visit by whoever opens this screen."""
    client = Client()
    if screen.role is not None:
        client.force_login(world.accounts[screen.role])
    return visit_address(client, screen.address(world), screen.status)


def check(screen: Screen, world: World, *, at_size: bool) -> Visit:
    """Visit a screen, and fail where it asks more, or answers with more, than its budget or than
    what is listed as its excess; and where an excess is listed that is none, so that the list stays
    true."""
    made = visit(screen, world)
    queries, size = EXCESS.get(screen.name, Excess()), LARGE.get(screen.name, Excess())
    _keeps(screen, "queries", len(made.queries), BUDGETS[screen.name], queries.today(at_size))
    _keeps(screen, "kilobytes", made.kilobytes, kilobytes_for(screen), size.today(at_size))
    _keeps(screen, "kilobytes over the wire", made.sent, KILOBYTES_SENT, None)
    return made


def _keeps(screen: Screen, what: str, found: int, budget: int, known: int | None) -> None:
    allowed = budget if known is None else known
    assert found <= allowed, f"{screen.name}: {found} {what}, at most {allowed}"
    assert known is None or found > budget, (
        f"{screen.name}: {found} {what} keep the budget of {budget}; take it out of the list."
    )
