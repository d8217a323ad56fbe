"""The results of the audit of live pages: runs, the state of each page, findings, pages to fix.

Pages are stored as plain values, so that a finding stays readable when its page is deleted.
"""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district_cms.checks.rules import words_of


class Engine(models.TextChoices):
    GATE = "gate", _("The publishing checks")
    LINKS = "links", _("Links")
    AXE = "axe", _("In a browser (axe-core)")


class AuditRunQuerySet(models.QuerySet["AuditRun"]):
    def active(self) -> "AuditRunQuerySet":
        return self.filter(state__in=[AuditRun.State.WAITING, AuditRun.State.RUNNING])

    def left_alone(self, now: dt.datetime) -> "AuditRunQuerySet":
        """Returns active runs without a sign of life for ten minutes."""
        since = now - dt.timedelta(minutes=10)
        never = Q(leased_until__isnull=True, created_at__lt=since)
        return self.active().filter(never | Q(leased_until__lt=since))

    def with_results(self) -> "AuditRunQuerySet":
        """Returns finished runs, newest first."""
        return self.filter(state=AuditRun.State.FINISHED).order_by("-pk")


class AuditRun(models.Model):
    """One run over the live pages, in batches by the worker.

    First lists, in pieces, the pages to check: those whose result is not valid any more. Then
    checks them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        FINISHED = "finished", _("Finished")
        STOPPED = "stopped", _("Stopped")
        SKIPPED = "skipped", _("Skipped")

    class Reason(models.TextChoices):
        NO_BROWSER = "no-browser", _("this server has no browser for it")
        BROWSER_FAILED = "browser-failed", _("the browser on this server does not start")
        UNREACHABLE = "unreachable", _("the website did not answer this server")
        BY_HAND = "by-hand", _("someone stopped it")
        DIED = "died", _("it failed several times at the same place")

    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.WAITING
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices, blank=True)
    engines: Any = models.JSONField(_("checks"), default=list)
    skipped: Any = models.JSONField(_("left out"), default=dict, blank=True)
    asked_by = models.CharField(_("asked for by"), max_length=254, blank=True)
    sample = models.PositiveIntegerField(_("sample"), default=0)
    # Also checks pages whose result is still valid.
    everything = models.BooleanField(_("every page"), default=False)
    ruleset = models.CharField(_("rules of"), max_length=20, blank=True)
    # The digest of the rules of this run.
    judges_by = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(_("pages"), default=0)
    # Pages up to this id have been listed; `to_look_at` is set once all are.
    listed_to = models.PositiveBigIntegerField(default=0)
    is_listed = models.BooleanField(default=False)
    to_look_at = models.PositiveIntegerField(_("pages to look at"), default=0)
    totals: Any = models.JSONField(_("totals"), default=dict, blank=True)
    created_at = models.DateTimeField(_("asked for"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    # A batch is in progress until this time; at its end, the time when it ended.
    leased_until = models.DateTimeField(null=True, blank=True)
    broken_off = models.PositiveSmallIntegerField(default=0)

    objects = AuditRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("accessibility audit")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=["waiting", "running"]),
                name="audit_run_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"

    @property
    def active_engines(self) -> tuple[str, ...]:
        """Returns the engines of this run without those that it had to skip."""
        return tuple(engine for engine in self.engines if engine not in self.skipped)

    @property
    def is_active(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}

    @property
    def left_out(self) -> list[tuple[str, str]]:
        """[("In a browser (axe-core)", "this server has no browser for it")]"""
        engines, reasons = dict(Engine.choices), dict(self.Reason.choices)
        return [
            (str(engines[engine]), str(reasons.get(reason, reason)))
            for engine, reason in self.skipped.items()
        ]


class AuditedPage(models.Model):
    """The state of one page: `run` is the run that checked it last or will check it, `content` the
    digest of its content, `judged_by` the digest of the rules."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SEEN = "seen", _("Checked")
        FAILED = "failed", _("Could not be checked")
        GONE = "gone", _("No longer live")

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE, related_name="audited")
    page_id = models.PositiveBigIntegerField(_("page"), unique=True)
    page_uuid = models.UUIDField()
    title = models.CharField(_("title"), max_length=255)
    school = models.CharField(_("school"), max_length=255, blank=True)
    teacher = models.CharField(_("teacher"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=2000, blank=True)
    # An anonymous visitor may see it: only public pages are visited.
    public = models.BooleanField(default=True)
    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.WAITING
    )
    status = models.PositiveSmallIntegerField(_("answer"), default=0)
    problem = models.CharField(_("problem"), max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Digests of the page's content when it was listed, and of the rules.
    content = models.CharField(max_length=32, blank=True)
    judged_by = models.CharField(max_length=64, blank=True)
    judged_at = models.DateTimeField(_("checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("audited page")
        indexes = [models.Index(fields=["run", "state", "id"], name="audited_page_next")]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_state_display()})"


class AuditFinding(models.Model):
    """One fault at one place of a page."""

    run = models.ForeignKey(AuditRun, on_delete=models.CASCADE, related_name="findings")
    page = models.ForeignKey(AuditedPage, on_delete=models.CASCADE, related_name="findings")
    engine = models.CharField(_("found by"), max_length=10, choices=Engine.choices)
    rule = models.CharField(_("rule"), max_length=80)
    message = models.CharField(_("what"), max_length=500, blank=True)
    wcag = models.CharField(_("WCAG"), max_length=60, blank=True)
    impact = models.CharField(_("severity"), max_length=20, blank=True)
    selector = models.CharField(_("place"), max_length=500, blank=True)
    excerpt = models.CharField(_("excerpt"), max_length=300, blank=True)
    # False for our own template, which the web team fixes.
    in_content = models.BooleanField(_("in the content"), default=True)

    class Meta:
        verbose_name = _("audit finding")
        ordering = ["pk"]
        indexes = [models.Index(fields=["rule"], name="audit_finding_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.excerpt[:60]}"

    @property
    def owner(self) -> str:
        """Returns who fixes it: the teacher, otherwise the school, otherwise the web team."""
        if not self.in_content:
            return str(_("Web team"))
        return self.page.teacher or self.page.school or str(_("Communications office"))


class OutstandingPageQuerySet(models.QuerySet["OutstandingPage"]):
    def open(self) -> "OutstandingPageQuerySet":
        return self.filter(fixed_at__isnull=True)


class OutstandingPage(models.Model):
    """A live page that today's rules would refuse, its owner, and the day by which it should be
    fixed. It stays live."""

    page_id = models.PositiveBigIntegerField(_("page"))
    page_uuid = models.UUIDField(db_index=True)
    title = models.CharField(_("title"), max_length=255)
    school = models.CharField(_("school"), max_length=255, blank=True)
    owner = models.CharField(_("owner"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=2000, blank=True)
    rules: Any = models.JSONField(_("rules"), default=list)
    first_found = models.DateField(_("first found"))
    fix_by = models.DateField(_("fix by"))
    fixed_at = models.DateTimeField(_("fixed"), null=True, blank=True)

    objects = OutstandingPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page to fix")
        verbose_name_plural = _("pages to fix")
        ordering = ["fix_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page_uuid"],
                condition=Q(fixed_at__isnull=True),
                name="outstanding_page_once",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def words(self) -> list[str]:
        """Returns the descriptions of the rules that it breaks."""
        return [words_of(rule) for rule in self.rules]

    def is_late(self, today: dt.date | None = None) -> bool:
        """Returns True if the day has passed. `today` is a date in the district's time zone."""
        return self.fixed_at is None and self.fix_by < (today or timezone.localdate())
