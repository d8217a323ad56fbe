"""What search finds, written once, after everything is there.

Otherwise it is written again at every save: what goes through the workflow is saved three times on
its way, and only what it is in the end can be found. References are written with what refers.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import override
from django_q.brokers import get_broker
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Site

from classroom.ledger.refresh import refresh_current_year
from district_cms.audit_log import triggers
from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record
from district_cms.people.models import Staff, User
from district_cms.people.roles import Role
from district_cms.schools.search.index import rebuild_at_the_end
from district_cms.schools.services.site import public_address
from district_cms.web.queue.schedules import apply_schedules
from notifications.suppressions import services

from .activities import build_activities
from .families import send_past_digests, subscribe_all
from .office import (
    announce_late_start,
    authorize_some,
    choose_for_schools,
    explain_one,
    import_students,
    let_go_live_at_once,
    remind_after_the_last_posting_day,
    report_all,
)
from .pages import DEMO_PASSWORD, Say, build_district
from .posts import build_classes, post_all
from .school_year import demo_year


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Inside, saving indexes nothing; when it ends well, everything is indexed."""
    with rebuild_at_the_end():
        with _search_waits():
            yield
        call_command("update_index", verbosity=0)


@contextmanager
def _search_waits() -> Iterator[None]:
    # The library can turn this off for a model or a backend, but not for a while.
    models = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)


LOADED = "demo.loaded"


@dataclass(frozen=True, slots=True)
class Login:
    role: str
    name: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """`anchor` is the district's day on which the demo was first loaded."""

    anchor: dt.date
    new: bool
    updates: int


def anchor_of_demo() -> dt.date | None:
    """The stored anchor, or None where no demo was loaded."""
    entry = AuditEntry.objects.filter(action=LOADED).first()
    return dt.date.fromisoformat(entry.data["anchor"]) if entry else None


@transaction.atomic
def load_demo(*, anchor: dt.date | None = None, say: Say = lambda line: None) -> Loaded:
    """Load the fictional district into an empty database; a loaded one is left as it is. `say` is
    told what is being done.

    Raises `ImproperlyConfigured` where accounts exist already that are not the demo's, and under
    settings that do not allow it.
    """
    if not settings.DEMO_MAY_BE_LOADED:
        raise ImproperlyConfigured(
            "The demo's passwords are known to everyone, so it never loads under these settings."
        )
    known = anchor_of_demo()
    if known is not None:
        _answer_at_todays_address()
        return Loaded(known, new=False, updates=0)
    if User.objects.exists():
        raise ImproperlyConfigured(
            "This database holds accounts already. The demo only loads into an empty one."
        )
    # An older demo's: of this empty database it would say that a backup was put back.
    services.stops_path().unlink(missing_ok=True)
    anchor = anchor or timezone.localdate()
    with override("en"), triggers.lifted():
        with indexed_at_the_end():
            year = demo_year(anchor)
            calendar = year.calendar()
            built = build_district(year, say)
            say("Building classes …")
            build_classes(built, first_day=year.first_day)
            let_go_live_at_once(built)
            choose_for_schools(built, anchor, calendar)
            updates = post_all(built, anchor, say)
            build_activities(built, anchor)
            say("Indexing pages for search …")
        say("Subscribing families …")
        subscribe_all(built, anchor)
        report_all(built, anchor)
        announce_late_start(built, anchor)
        import_students(built, anchor)
    refresh_current_year()
    with override("en"), triggers.lifted():
        remind_after_the_last_posting_day(anchor)
        explain_one(built, anchor)
        authorize_some(built, anchor)
    apply_schedules()
    record(action=LOADED, actor="load_demo", anchor=anchor.isoformat(), updates=updates)
    return Loaded(anchor, new=True, updates=updates)


def send_demo_mail(loaded: Loaded, say: Say = lambda line: None) -> int:
    """Send what a demo that was just loaded has sent in its past: confirmations and digests.

    Apart from `load_demo`, because sending must see what it writes committed. Returns how many
    messages were sent; 0 for a demo that was here already, whose worker sends by itself.
    """
    if not loaded.new:
        return 0
    say("Sending confirmations and digests …")
    with override("en"), triggers.lifted():
        sent = send_past_digests(loaded.anchor)
    # Each message asked the queue for a worker when it was written. All of them are sent.
    get_broker().purge_queue()
    return sent


def _answer_at_todays_address() -> None:
    """The port is the first free one at each start; links in mails lead to where the site is."""
    hostname, port = public_address()
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()


def logins() -> list[Login]:
    """One account for each role, by the role's name."""
    found = []
    for role in Role:
        holders = Staff.objects.with_role(role).filter(user__isnull=False).order_by("pk")
        # Someone with this role alone shows best what it may do.
        staff: Any = min(holders, key=lambda person: person.roles.count(), default=None)
        if staff is not None:
            found.append(Login(role.value, staff.full_name, staff.user.email, DEMO_PASSWORD))
    return found
