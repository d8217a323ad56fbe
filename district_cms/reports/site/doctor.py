"""Looks at everything that the site needs on its machines: one result a line, for operators."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Final
from uuid import uuid4

import dns.exception
import dns.resolver
import urllib3
from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from district_cms.web.models import WorkerSign
from district_cms.web.queue.heartbeat import SILENCE
from notifications.providers.registry import channels_in_use, make_provider
from notifications.providers.senders import public_url

from .condition import condition, waiting_tasks

OK: Final = "ok"
LOOK: Final = "look at this"
BROKEN: Final = "broken"
TASK_LATE: Final = 10 * 60  # seconds
CLOCK_OFF: Final = 5  # seconds; signatures of webhooks and codes of phones allow for minutes
BACKUP_LATE: Final = dt.timedelta(hours=26)
WAIT: Final = 5.0  # seconds for each answer of another server
SELECTORS: Final = {"sendgrid": ("s1", "s2")}
"""The names of DKIM keys by mail provider; others have to be given."""


@dataclass(frozen=True, slots=True)
class Result:
    """`state` is one of the three above; `text` says what to do unless it is ok."""

    part: str
    state: str
    text: str


def examine(*, backups: Path, selectors: tuple[str, ...]) -> Iterator[Result]:
    """Yields the results, what everything else depends on first. A selector is the name of a DKIM
    key at the sending domain."""
    yield from _settings()
    yield from _database()
    yield from _queue()
    yield from _files()
    yield from _cache()
    yield from _backup(backups)
    yield from _mail(selectors)
    yield from _webhooks()


def _settings() -> Iterator[Result]:
    results = checks.run_checks(include_deployment_checks=True, databases=["default"])
    messages = [each for each in results if not each.is_silenced()]
    for each in messages:
        state = BROKEN if each.is_serious() else LOOK
        hint = f" {each.hint}" if each.hint else ""
        yield Result("settings", state, f"{' '.join(str(each.msg).split())}{hint} ({each.id})")
    if not messages:
        yield Result("settings", OK, f"{settings.RUNS_WITH}: no check objects")


def _database() -> Iterator[Result]:
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    state, text = (BROKEN, f"{len(missing)} migrations are missing: manage.py migrate")
    yield Result("database", state, text) if missing else Result("database", OK, connection.vendor)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        text = f"{off:.1f} s from the database's"
        if off > CLOCK_OFF:
            text += ": let chrony or systemd-timesyncd set the clocks of both machines"
        yield Result("clock", BROKEN if off > CLOCK_OFF else OK, text)


def _queue() -> Iterator[Result]:
    signs = WorkerSign.objects.filter(seen_at__gte=timezone.now() - SILENCE)
    hosts = sorted(set(signs.values_list("host", flat=True)))
    if hosts:
        yield Result("workers", OK, f"{signs.count()} processes alive on {', '.join(hosts)}")
    else:
        yield Result("workers", BROKEN, "none is alive: start manage.py qcluster")
    number, age = waiting_tasks()
    text = f"{number} tasks wait, the oldest for {age} s"
    late = age > TASK_LATE
    yield Result("queue", LOOK if late else OK, text + (": more QUEUE_WORKERS" if late else ""))
    for problem in condition().problems():
        if not problem.code.startswith("worker-"):
            yield Result("condition", LOOK, f"{problem.text} ({problem.code})")


def _files() -> Iterator[Result]:
    for alias, name in (("default", "uploads"), ("private", "private uploads")):
        data = uuid4().bytes
        try:
            stored = storages[alias].save(f"doctor-{uuid4().hex}", ContentFile(data))
            try:
                with storages[alias].open(stored) as file:
                    same = file.read() == data
            finally:
                storages[alias].delete(stored)
        except OSError as error:
            yield Result(name, BROKEN, f"{error}: look at UPLOADS_BUCKET, or VAR_DIR and its owner")
            continue
        place = settings.UPLOADS_BUCKET or "this machine's disk"
        text = f"written, read and deleted ({place})" if same else f"{place} gave back other bytes"
        yield Result(name, OK if same else BROKEN, text)


def _cache() -> Iterator[Result]:
    if settings.CACHE_IS_SHARED:
        cache.set(key := f"doctor.{uuid4().hex}", 1, 60)
        answers = cache.get(key) == 1
        text = "Redis does not answer: pages are slower. Look at REDIS_URL and its server"
        yield Result("cache", OK if answers else LOOK, "Redis answers" if answers else text)


def _backup(folder: Path) -> Iterator[Result]:
    dumps = [path.stat().st_mtime for path in folder.glob("*.dump")] if folder.is_dir() else []
    if not dumps:
        text = f"{folder} has no .dump: name the folder with --backups, or look where yours are"
        yield Result("backup", LOOK, text)
        return
    age = timezone.now() - dt.datetime.fromtimestamp(max(dumps), dt.UTC)
    hours = f"the newest is {age.total_seconds() / 3600:.0f} hours old"
    late = age > BACKUP_LATE
    text = f"{hours}: systemctl status district-backup" if late else hours
    yield Result("backup", BROKEN if late else OK, text)


def _mail(selectors: tuple[str, ...]) -> Iterator[Result]:
    if settings.MAIL_PROVIDER == "sandbox":
        yield Result("mail", LOOK, "MAIL_PROVIDER is sandbox: nothing leaves")
        return
    for channel in channels_in_use():
        for each in make_provider(channel).check_account():
            yield Result(channel, OK if each.ok else BROKEN, each.sentence)
    senders = (settings.DEFAULT_FROM_EMAIL, settings.CLASS_MAIL_FROM)
    for domain in sorted({parseaddr(each)[1].rpartition("@")[2] for each in senders}):
        try:
            yield from _records(domain, selectors or SELECTORS.get(settings.MAIL_PROVIDER, ()))
        except dns.exception.DNSException as error:
            text = f"{domain}: no answer ({type(error).__name__}); try again, or look yourself"
            yield Result("DNS", LOOK, text)


def _records(domain: str, selectors: tuple[str, ...]) -> Iterator[Result]:
    spf = _texts(domain, "v=spf1")
    text = f"{domain} has {len(spf)} SPF records"
    if len(spf) != 1:
        text += ": publish exactly one that names your mail server"
    yield Result("SPF", OK if len(spf) == 1 else BROKEN, text)
    parts = domain.split(".")
    above = [".".join(parts[at:]) for at in range(len(parts) - 1)]
    dmarc = next((at for at in above if _texts(f"_dmarc.{at}", "v=DMARC1")), "")
    text = f"{domain} has no DMARC record: publish _dmarc.{domain}, or large providers refuse mail"
    yield Result("DMARC", OK, f"_dmarc.{dmarc}") if dmarc else Result("DMARC", BROKEN, text)
    if not selectors:
        yield Result("DKIM", LOOK, f"{domain}: name your key with --dkim-selector")
    for selector in selectors:
        name = f"{selector}._domainkey.{domain}"
        there = bool(_texts(name, ""))
        yield Result("DKIM", OK if there else BROKEN, name if there else f"{name}: publish the key")


def _texts(name: str, begin: str) -> list[str]:
    """Returns the TXT records of a name that begin so, whatever the case."""
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=WAIT)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    texts = [b"".join(each.strings).decode(errors="replace") for each in answer]
    return [text for text in texts if text.lower().startswith(begin.lower())]


def _webhooks() -> Iterator[Result]:
    """Asks from here: a network that leads nobody back to itself is no proof of a fault."""
    names = [("website", "GET", reverse("health"), 200)]
    if settings.MAIL_PROVIDER == "sendgrid":
        names.append(("webhook", "POST", reverse("webhooks:sendgrid_events"), 403))
    if settings.TEXT_PROVIDER == "twilio":
        names.append(("webhook", "POST", reverse("webhooks:twilio_inbound"), 403))
    for part, method, path, expected in names:
        address = public_url(path)
        try:
            answer = urllib3.request(method, address, timeout=WAIT, retries=False)
        except urllib3.exceptions.HTTPError as error:
            text = f"{address}: {type(error).__name__}. Try it from outside; see WEBHOOK_BASE_URL"
            yield Result(part, LOOK, text)
            continue
        ours = answer.status == expected
        more = "" if ours else f" instead of {expected}: does the proxy lead here?"
        yield Result(part, OK if ours else BROKEN, f"{address} answers {answer.status}{more}")
