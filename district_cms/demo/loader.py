"""Loads the demo, and writes the search index once at the end.

Otherwise each save would index again: a page that goes through the workflow is saved three times,
and only its last state can be found. References are still written with each save.
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
from notifications.suppressions import stops

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
    """Indexes nothing inside the block; indexes everything if it ends without an error."""
    with rebuild_at_the_end():
        with _search_waits():
            yield
        call_command("update_index", verbosity=0)


@contextmanager
def _search_waits() -> Iterator[None]:
    # The library can disable indexing for a model or a backend, but not temporarily.
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
    """The result of loading. `anchor` is the district's day on which the demo was first loaded."""

    anchor: dt.date
    new: bool
    updates: int


def anchor_of_demo() -> dt.date | None:
    """Returns the stored anchor, or None if no demo was loaded."""
    entry = AuditEntry.objects.filter(action=LOADED).first()
    return dt.date.fromisoformat(entry.data["anchor"]) if entry else None


@transaction.atomic
def load_demo(*, anchor: dt.date | None = None, say: Say = lambda line: None) -> Loaded:
    """Loads the fictional district into an empty database; leaves a loaded one unchanged. `say`
    gets the name of each step.

    Raises `ImproperlyConfigured` if there are accounts that are not the demo's, and under settings
    that do not allow it.
    """
    if not settings.DEMO_MAY_BE_LOADED:
        raise ImproperlyConfigured(
            "The demo's passwords are known to everyone, so it never loads under these settings."
        )
    known = anchor_of_demo()
    if known is not None:
        _update_site_address()
        return Loaded(known, new=False, updates=0)
    if User.objects.exists():
        raise ImproperlyConfigured(
            "This database holds accounts already. The demo only loads into an empty one."
        )
    # A leftover of an older demo would report a restored backup.
    stops.stops_path().unlink(missing_ok=True)
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
    """Sends the past confirmations and digests of a demo that was just loaded.

    Separate from `load_demo`, because sending needs committed rows. Returns the number of sent
    messages; 0 for a demo that was already loaded, whose worker sends them.
    """
    if not loaded.new:
        return 0
    say("Sending confirmations and digests …")
    with override("en"), triggers.lifted():
        sent = send_past_digests(loaded.anchor)
    # Each message queued a worker task when it was written. All of them are sent.
    get_broker().purge_queue()
    return sent


def _update_site_address() -> None:
    """Updates the site's address: the port is the first free one at each start, and links in mails
    need it."""
    hostname, port = public_address()
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and (site.hostname, site.port) != (hostname, port):
        site.hostname, site.port = hostname, port
        site.save()


def logins() -> list[Login]:
    """Returns one account for each role, by the role's name."""
    accounts = []
    for role in Role:
        holders = Staff.objects.with_role(role).filter(user__isnull=False).order_by("pk")
        # Someone with only this role shows best what it may do.
        staff: Any = min(holders, key=lambda person: person.roles.count(), default=None)
        if staff is not None:
            accounts.append(Login(role.value, staff.full_name, staff.user.email, DEMO_PASSWORD))
    return accounts
