"""`make evening`: a district of 1,200 staff and 3,000 sections, from an empty database to its first
digest, by the commands of the operator's guide. It holds the lists of students and of guardians:
one guardian is invited by the letter, says yes, gets the digest, stops, and stays stopped after the
next contact file.

Everything is its own and gone at the end: PostgreSQL, files, ports. Settings are those of
production, without TLS as in the guide's trial; Google is a provider on this machine, mail goes to
the sandbox, whose rows are read. For the digest a second worker takes the first one's place, whose
clock stands on five in the afternoon of the next day: its own schedule writes and sends it."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from scripts import browser, processes
from scripts.postgres import NoPostgres, temporary_server
from scripts.rosters import DOMAIN, FictionalRoster, Size
from tests.production_server import command as web_server

DISTRICT = Size(
    schools=20, staff=1_200, teachers=600, sections=3_000, students=9_000, enrollments=45_000
)
AIM = 30  # minutes
LONGEST_WAIT = 30 * 60  # seconds, for the queue
ZONE = ZoneInfo("America/Denver")
ADMINISTRATOR, PARENT = f"rosalind.achterberg@{DOMAIN}", "ana.walker@example.net"
GUARDIAN, EXCLUDED = "luis.walker@example.net", "max.walker@example.net"
NONE_DUE = "0 letters, 0 reminders"
TITLE, LESSON = "How a river town trades", "We ask why towns grow where rivers meet."
PHONE = {"width": 390, "height": 844}
NOBODY_ELSE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
# The screens on which a teacher's page, a class page or an assignment is typed.
CLASS_FORMS = re.compile(
    r"/admin/(pages/(add/classroom/(teacher|classroom)page|\d+/(edit|copy))"
    r"|classes/new-teacher|class-assignments/(new|edit))/"
)

# What is asked of the database; each sets `answer`.
COUNTS = """
from classroom.models import ClassroomPage, RosterPage, TeacherPage
from district_cms.people.models import Staff
from district_cms.schools.models import SchoolPage
pages = RosterPage.objects.filter(closed=False)
answer = {"waiting": pages.filter(pending=True).count(),
    "schools": SchoolPage.objects.live().count(), "staff": Staff.objects.active().count(),
    "teacher pages": TeacherPage.objects.live().count(),
    "class pages": ClassroomPage.objects.live().count(),
    "titles that stay drafts": pages.filter(classroom__live=False).count()}
"""
ONE_CLASS = """
from classroom.models import ClassroomTeacher, Enrollment
from district_cms.people.models import StaffRole
from district_cms.schools.models import SchoolPage
row = ClassroomTeacher.objects.filter(part="lead", classroom__live=True,
    classroom__subject="math").order_by("pk")[0]
school = SchoolPage.objects.ancestor_of(row.classroom).get()
principal = StaffRole.objects.filter(role="principal", school=school)[0].staff
enrolled = Enrollment.objects.filter(section__page__classroom=row.classroom)
answer = {"teacher": row.staff.email, "class": row.classroom.title, "school": school.title,
    "path": row.classroom.url, "principal": principal.email,
    "student": enrolled.order_by("pk")[0].student.key}
"""
LISTS = """
from classroom.models import Enrollment
from district_cms.students.models import Student
from notifications.models import Guardian, Invitation, Subscription
answer = {"students": Student.objects.count(), "enrollments": Enrollment.objects.count(),
    "guardians": Guardian.objects.count(), "letters": Invitation.objects.count(),
    "subscriptions": Subscription.objects.active().count()}
"""
QUEUE_LETTERS = """
from django_q.tasks import async_task
answer = async_task("notifications.digests.tasks.write_letters")
"""
WRITE_LETTERS = """
from notifications.digests.tasks import write_letters
answer = write_letters()
"""

type Worker = subprocess.Popen[bytes]


def sent_to(address: str) -> str:
    return f"""
from notifications.models import Message
mails = Message.objects.filter(address="{address}", state__in=["accepted", "delivered"])
answer = [[mail.subject, mail.html] for mail in mails.order_by("-created_at")]
"""


class StepFailed(Exception):
    """A step did not do what it is for; the message says why."""


@contextlib.contextmanager
def step(what: str) -> Iterator[list[str]]:
    """Prints the step's name, what was counted, and its seconds."""
    counted: list[str] = []
    began = time.monotonic()
    print(f"{what} …", end=" ", flush=True)
    yield counted
    print(", ".join([*counted, f"{time.monotonic() - began:.0f} s"]), flush=True)


class District:
    """The programs' environment, and the browser of the people."""

    def __init__(self, folder: Path, database: str, issuer: str, chromium: Browser) -> None:
        self.folder, self.issuer, self.chromium = folder, issuer, chromium
        self.port = processes.free_port()
        self.address = f"http://localhost:{self.port}"
        self.password = secrets.token_urlsafe(16)
        self.forms: list[str] = []  # the addresses to which the browser sent one
        self.window: Page | None = None  # the one that was opened last
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "DJANGO_SETTINGS_MODULE": "district_cms.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": database,
            "VAR_DIR": str(folder / "var"),
            "BASE_URL": self.address,
            "SECURE_SSL_REDIRECT": "false",
            "DISTRICT_TIME_ZONE": str(ZONE),
            "STUDENT_LIST_KEY": secrets.token_urlsafe(50),
            "STAFF_EMAIL_DOMAINS": DOMAIN,
            "STUDENT_EMAIL_DOMAINS": "",
            "GOOGLE_CLIENT_ID": "client",
            "GOOGLE_CLIENT_SECRET": secrets.token_urlsafe(16),
            "GOOGLE_ISSUER": issuer,
            "MAIL_PROVIDER": "sandbox",
            "CHROMIUM": "none",  # no nightly audit of the pages
        }

    def manage(self, *arguments: str, **more: str) -> str:
        """Returns what a management command prints, its complaints first. Raises `StepFailed`."""
        command = [sys.executable, "manage.py", *arguments]
        environment = {**self.environment, **more}
        done = subprocess.run(
            command,
            cwd=processes.ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        printed = done.stderr + done.stdout
        if done.returncode:
            raise StepFailed(f"manage.py {arguments[0]}:\n{processes.last_lines(printed)}")
        return printed

    def ask(self, code: str) -> Any:
        code = f"import json\n{code}\nprint(json.dumps(answer))"
        return json.loads(self.manage("shell", "--no-imports", "--command", code).splitlines()[-1])

    def wait[T](self, code: str, done: Callable[[Any], T], worker: Worker) -> T:
        """Asks until there is something in `done(answer)`; returns that. Raises `StepFailed`."""
        end = time.monotonic() + LONGEST_WAIT
        while not (found := done(self.ask(code))):
            if worker.poll() is not None or time.monotonic() > end:
                raise StepFailed("The worker stopped by itself, or takes too long.")
            time.sleep(2)
        return found

    @contextlib.contextmanager
    def worker(self, *at_moment: str) -> Iterator[Worker]:
        command = [sys.executable, *(at_moment or ["manage.py"]), "qcluster"]
        log = self.folder / "worker.log"
        with processes.running(command, self.environment, log, timeout=15) as process:
            yield process

    def open(self, **options: Any) -> Page:
        """A window of a new browser profile, whose forms are counted."""
        page = self.window = self.chromium.new_page(base_url=self.address, **options)
        page.on("request", self._count)
        return page

    def _count(self, request: Request) -> None:
        if request.method == "POST" and request.is_navigation_request():
            self.forms.append(urlsplit(request.url).path)

    def sign_on(self, email: str, **options: Any) -> Page:
        """A window in which someone of the staff signed on through the provider."""
        claims: dict[str, Any] = {"email": email, "email_verified": True, "hd": DOMAIN}
        user = f"{self.issuer}/users/{email}"
        requests.put(user, json=claims, timeout=5).raise_for_status()
        page = self.open(**options)
        page.goto("/admin/")
        page.get_by_role("link", name="Sign in with Google").click()
        page.get_by_label("Subject", exact=True).fill(email)
        page.get_by_role("button", name="Authorize", exact=True).click()
        page.wait_for_url(f"{self.address}/admin/**")
        return page

    def link_in_mail(self, words: str, worker: Worker, address: str = PARENT) -> str:
        """Where a link of the newest mail to an address leads, once it is sent."""
        link = re.compile(rf'href="([^"]+)"[^>]*>[^<]*{words}')
        newest = self.wait(
            sent_to(address), lambda mails: link.findall(mails[0][1] if mails else ""), worker
        )
        return str(newest[0]).replace("&amp;", "&")


def expect_message(page: Page, words: str) -> None:
    expect(page.locator(".messages[role=status]")).to_contain_text(words)


def set_up(district: District) -> None:
    with step("collectstatic, migrate, setup_district, check --deploy") as counted:
        district.manage("collectstatic", "--noinput", "--verbosity", "0")
        district.manage("migrate", "--verbosity", "0")
        account = {"ADMIN_PASSWORD": district.password}
        names = ("--given-name", "Rosalind", "--family-name", "Achterberg")
        district.manage("setup_district", "--admin-email", ADMINISTRATOR, *names, **account)
        counted += re.findall(r"\w+\.W\d+", district.manage("check", "--deploy"))


def turn_on(page: Page, settings: str, field: str) -> None:
    """Checks one box of the settings and saves them."""
    page.goto(f"/admin/settings/{settings}/")
    page.locator(f"#id_{field}").check()
    page.locator("footer").get_by_role("button").first.click()
    expect_message(page, "updated")


def bring_contacts(district: District, page: Page, guardian: str, student: str) -> None:
    """Imports a contact file with a guardian of the student, and one whom a court excluded."""
    lines = (
        "guardian,students,email,may contact by email,must not be contacted",
        f"{guardian},{student},{GUARDIAN},yes,",
        f"excluded,{student},{EXCLUDED},yes,yes",
    )
    file = district.folder / "contacts.csv"
    file.write_text("\n".join(lines))
    page.goto("/admin/guardians/import/")
    page.locator("#id_file").set_input_files(file)
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Make these changes").click()
    expect_message(page, "The file is imported")


def choose_daily(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("Each day with something new").check()
    page.get_by_role("button", name="Save", exact=True).click()


def bring_roster(district: District, worker: Worker) -> Page:
    """Returns the administrator's window."""
    today = dt.datetime.now(ZONE).date()
    autumn = today.year - (today.month < 8)
    first, last = dt.date(autumn, 8, 1), dt.date(autumn + 1, 7, 31)
    with step("the administrator signs in"):
        page = district.open()
        page.goto("/admin/login/")
        page.get_by_label("Email").fill(ADMINISTRATOR)
        page.get_by_label("Password").fill(district.password)
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
    with step("the list of students is turned on"):
        turn_on(page, "students/studentlistsettings", "hold_students")
    with step("import_roster roster.zip") as counted:
        roster = FictionalRoster(DISTRICT, first, last).write(district.folder / "roster.zip")
        printed = district.manage("import_roster", str(roster))
        numbers = re.findall(r"pages: (\d+), \d+ new; (\d+) sections without", printed)
        pages, without = (sum(map(int, column)) for column in zip(*numbers, strict=True))
        counted.append(f"{DISTRICT.sections:,} sections: {pages:,} pages, {without:,} without")
    with step("the one approval of the roster"):
        page.goto("/admin/classes/roster/")
        page.get_by_role("link", name=roster.name).click()
        page.get_by_role("button", name="Apply this roster").click(timeout=300_000)
        expect_message(page, "The roster is applied")
    with step("pages by the queue") as counted:
        district.wait(COUNTS, lambda counts: not counts["waiting"], worker)
        counts = district.ask(COUNTS)
        counted += [f"{number:,} {what}" for what, number in counts.items() if what != "waiting"]
    return page


def invite_guardian(district: District, worker: Worker, office: Page, student: str) -> None:
    with step("the contact file of guardians, and letters are turned on") as counted:
        bring_contacts(district, office, "g1", student)
        turn_on(office, "notifications/guardiansettings", "send_letters")
        counts = district.ask(LISTS)
        counted += [f"{counts[what]:,} {what}" for what in ("students", "enrollments", "guardians")]
    with step("the letter, and the guardian's two presses") as counted:
        district.ask(QUEUE_LETTERS)
        page = district.open(viewport=PHONE)
        page.goto(district.link_in_mail("See the classes", worker, GUARDIAN))
        if district.ask(LISTS)["subscriptions"] != 1:
            raise StepFailed("Opening the link began something.")
        page.get_by_role("button", name="Yes, send me the updates").click()
        expect(page.get_by_role("heading", name="Done: you get these updates")).to_be_visible()
        choose_daily(page, district.link_in_mail("Open my page", worker, GUARDIAN))
        counts = district.ask(LISTS)
        counted.append("{letters} letter, {subscriptions} subscriptions".format(**counts))


def stop_and_import_again(district: District, worker: Worker, office: Page, student: str) -> None:
    with step("the guardian's STOP, and the next contact file") as counted:
        page = district.open(viewport=PHONE)
        page.goto(district.link_in_mail("Stop all these messages", worker, GUARDIAN))
        page.get_by_role("button", name="Stop the emails").click()
        bring_contacts(district, office, "g2", student)
        counted.append(district.ask(WRITE_LETTERS))
        counts = district.ask(LISTS)
        if (counts["letters"], counts["subscriptions"]) != (1, 1) or counted[0] != NONE_DUE:
            raise StepFailed(f"It is not still stopped: {counts}, {counted}")
        counted.append("still stopped")


def post_and_approve(district: District, worker: Worker, office: Page) -> str:
    """Returns the key of the student whose guardian was invited."""
    one = district.ask(ONE_CLASS)
    with step(f"a teacher of {one['school']} signs on by phone and posts") as counted:
        page = district.sign_on(one["teacher"], viewport=PHONE, has_touch=True)
        row = page.get_by_role("row").filter(has_text=one["class"])
        row.get_by_role("button", name="Turn email on").click()
        expect_message(page, "can now get the updates")
        card = page.locator(".class-card").filter(has_text=one["class"])
        card.get_by_role("link", name="Post an update").first.click()
        page.locator("trix-editor[data-ready]").first.fill(LESSON)
        page.locator(".composer-days summary").click()
        page.locator("#id_title").fill(TITLE)
        for part in ("assignments", "curriculum", "events"):
            page.locator(f"#part-{part} .composer-none input[type=checkbox]").check()
        page.get_by_role("button", name="Submit to the principal").click()
        expect(page.get_by_role("heading", name="What happens next")).to_be_visible()
        counted.append(f"“{TITLE}” in {one['class']}")
    with step("a parent subscribes, confirms, and chooses daily") as counted:
        parent = district.open(viewport=PHONE)
        parent.goto(one["path"])
        panel = parent.locator(".subscribe-panel")
        panel.get_by_label("Your email address").fill(PARENT)
        panel.get_by_role("button", name="Send me the updates").click()
        expect(parent.get_by_role("heading", name="Check your email")).to_be_visible()
        parent.goto(district.link_in_mail("", worker))
        parent.get_by_role("button", name="Yes, send me the updates").click()
        expect(parent.get_by_role("heading", name="Done: you get these updates")).to_be_visible()
        choose_daily(parent, district.link_in_mail("Change what you get", worker))
        counted.append(f"{len(district.ask(sent_to(PARENT)))} mails")
    invite_guardian(district, worker, office, one["student"])
    with step("the principal signs on and approves"):
        page = district.sign_on(one["principal"])
        page.goto("/admin/review/")
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect_message(page, f"“{TITLE}” is live.")
        parent.goto(one["path"])
        parent.get_by_role("link", name=TITLE).first.click()
        expect(parent.get_by_role("main")).to_contain_text(LESSON)
    return str(one["student"])


def read_digest(district: District, office: Page, student: str) -> None:
    def digests(mails: list[list[str]]) -> list[str]:
        return [subject for subject, html in mails if LESSON in html]

    tomorrow = dt.datetime.now(ZONE).date() + dt.timedelta(days=1)
    moment = dt.datetime.combine(tomorrow, dt.time(17, 1), ZONE)
    with district.worker("-m", "tests.browser.at_moment", moment.isoformat()) as worker:
        with step(f"the digest of {moment:%A, %B %d, 17:01}") as counted:
            for address in (PARENT, GUARDIAN):
                district.wait(sent_to(address), digests, worker)
                subjects = digests(district.ask(sent_to(address)))
                if len(subjects) != 1:
                    raise StepFailed(f"There is not one digest to {address}: {subjects}")
            counted.append(f"“{subjects[0]}”: 1 mail to each of 2 subscribers")
        stop_and_import_again(district, worker, office, student)
    if district.ask(sent_to(EXCLUDED)):
        raise StepFailed("Something was sent to a guardian who must not be contacted.")


def walk(district: District) -> None:
    set_up(district)
    options = web_server("district_cms.wsgi:application", district.port, workers=3)
    at = options.index("--bind")  # comes last, where the address is added
    command = [*options[:at], *options[at + 2 :], "--bind"]
    log = district.folder / "website.log"
    with processes.website(command, district.port, district.environment, log):
        with district.worker() as worker:
            office = bring_roster(district, worker)
            student = post_and_approve(district, worker, office)
        read_digest(district, office, student)


def main() -> int:
    """Returns the exit code: 0 if the subscriber got the digest, 1 if a step failed."""
    chromium = browser.find_or_bring(browser.Machine.here())
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # the provider's requests
    began, district = time.monotonic(), None
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="evening-")))
        try:
            database = stack.enter_context(temporary_server(("-c", "autovacuum=on")))
            provider = stack.enter_context(run_server_in_thread())
            issuer = f"http://127.0.0.1:{provider.server_port}"
            playwright = stack.enter_context(sync_playwright())
            arguments = [*browser.launch_arguments(), NOBODY_ELSE]
            window = playwright.chromium.launch(executable_path=chromium, args=arguments)
            district = District(folder, database, issuer, stack.enter_context(window))
            walk(district)
        except (
            StepFailed,
            processes.WebsiteFailed,
            NoPostgres,
            BrowserError,
            AssertionError,
        ) as error:
            print(f"failed.\n{error}")
            if district is not None and district.window is not None:
                print(f"\n{district.window.url}\n{district.window.locator('main').inner_text()}")
            for log in sorted(folder.glob("*.log")):
                print(f"\nThe end of {log.name}:\n{processes.end_of(log)}")
            return 1
        typed = sum(CLASS_FORMS.match(path) is not None for path in district.forms)
        print(f"minutes {(time.monotonic() - began) / 60:.1f} (aim {AIM})")
        print(f"forms typed for classes {typed} (of {len(district.forms)} forms sent in all)")
    return 0


if __name__ == "__main__":
    processes.stop_on_signals()
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        print("\nEnded before it was over; nothing of it is left.")
        sys.exit(130)
