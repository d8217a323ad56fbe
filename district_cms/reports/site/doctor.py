"""Looks at everything that the site needs on its machines: one result a line, for operators."""

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
BACKUP_HOURS: Final = 26
WAIT: Final = 5.0  # seconds for each answer of another server
SELECTORS: Final = {"sendgrid": ("s1", "s2")}
"""The names of DKIM keys by mail provider; others have to be given."""


@dataclass(frozen=True, slots=True)
class Result:
    """`state` is one of the three above; `text` says what to do unless it is ok."""

    part: str
    state: str
    text: str


def _result(part: str, good: bool, text: str, advice: str, *, otherwise: str = BROKEN) -> Result:
    return Result(part, OK if good else otherwise, text if good else f"{text}: {advice}")


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
        text = " ".join(f"{each.msg} {each.hint or ''} ({each.id})".split())
        yield Result("settings", BROKEN if each.is_serious() else LOOK, text)
    if not messages:
        yield Result("settings", OK, f"{settings.RUNS_WITH}: no check objects")


def _database() -> Iterator[Result]:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    text = f"{connection.vendor}, {missing} migrations are missing"
    yield _result("database", not missing, text, "manage.py migrate")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            off = abs((cursor.fetchone()[0] - timezone.now()).total_seconds())
        advice = "let chrony or systemd-timesyncd set the clocks of both machines"
        yield _result("clock", off < CLOCK_OFF, f"{off:.1f} s from the database's", advice)


def _queue() -> Iterator[Result]:
    signs = WorkerSign.objects.filter(seen_at__gte=timezone.now() - SILENCE)
    alive = list(signs.values_list("host", flat=True))
    text = f"{len(alive)} processes alive {' '.join(sorted(set(alive)))}"
    yield _result("workers", bool(alive), text, "start manage.py qcluster")
    number, age = waiting_tasks()
    text = f"{number} tasks wait, the oldest for {age} s"
    yield _result("queue", age < TASK_LATE, text, "more workers, or QUEUE_WORKERS", otherwise=LOOK)
    for problem in condition().problems():
        if not problem.code.startswith("worker-"):
            yield Result("condition", LOOK, f"{problem.text} ({problem.code})")


def _files() -> Iterator[Result]:
    place, data = settings.UPLOADS_BUCKET or "this machine's disk", uuid4().bytes
    for alias in ("default", "private"):
        try:
            stored = storages[alias].save(f"doctor-{uuid4().hex}", ContentFile(data))
            with storages[alias].open(stored) as file:
                good, text = file.read() == data, f"{alias}: written, read and deleted on {place}"
            storages[alias].delete(stored)
        except OSError as error:
            good, text = False, f"{alias}: {error}"
        yield _result("uploads", good, text, "look at UPLOADS_BUCKET, or VAR_DIR and its owner")


def _cache() -> Iterator[Result]:
    if settings.CACHE_IS_SHARED:
        cache.set(key := f"doctor.{uuid4().hex}", 1, 60)
        advice = "pages are slower without it; look at REDIS_URL and its server"
        yield _result("cache", cache.get(key) == 1, "Redis", advice, otherwise=LOOK)


def _backup(folder: Path) -> Iterator[Result]:
    dumps = [path.stat().st_mtime for path in folder.glob("*.dump")] if folder.is_dir() else []
    if not dumps:
        advice = "name the folder with --backups, or look where yours are"
        yield Result("backup", LOOK, f"{folder} has no .dump: {advice}")
        return
    hours = (timezone.now().timestamp() - max(dumps)) / 3600
    text = f"the newest is {hours:.0f} hours old"
    yield _result("backup", hours < BACKUP_HOURS, text, "systemctl status district-backup")


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
            yield Result("DNS", LOOK, f"{domain}: no answer ({type(error).__name__}); try again")


def _records(domain: str, selectors: tuple[str, ...]) -> Iterator[Result]:
    spf = len(_texts(domain, "v=spf1"))
    text = f"{domain} has {spf} SPF records"
    yield _result("SPF", spf == 1, text, "publish exactly one that names your mail server")
    parts = domain.split(".")
    above = [".".join(parts[at:]) for at in range(len(parts) - 1)]
    good = any(_texts(f"_dmarc.{at}", "v=DMARC1") for at in above)
    advice = f"publish _dmarc.{domain}, or large providers refuse mail"
    yield _result("DMARC", good, f"the DMARC record of {domain}", advice)
    if not selectors:
        yield Result("DKIM", LOOK, f"{domain}: name your key with --dkim-selector")
    for name in (f"{each}._domainkey.{domain}" for each in selectors):
        yield _result("DKIM", bool(_texts(name, "")), name, "publish the key")


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
    wanted = [("website", "GET", reverse("health"), 200)]
    if settings.MAIL_PROVIDER == "sendgrid":
        wanted.append(("webhook", "POST", reverse("webhooks:sendgrid_events"), 403))
    if settings.TEXT_PROVIDER == "twilio":
        wanted.append(("webhook", "POST", reverse("webhooks:twilio_inbound"), 403))
    for part, method, path, expected in wanted:
        address = public_url(path)
        try:
            answer = urllib3.request(method, address, timeout=WAIT, retries=False).status
        except urllib3.exceptions.HTTPError as error:
            advice = "try it from outside; see WEBHOOK_BASE_URL"
            yield Result(part, LOOK, f"{address}: {type(error).__name__}; {advice}")
        else:
            advice = f"{expected} was expected; does the proxy lead here?"
            yield _result(part, answer == expected, f"{address} answers {answer}", advice)
