"""Figures for Prometheus. Requests are counted by the proxy, which sees all machines."""

import hmac

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from district_cms.web.queue.heartbeat import living

from .condition import condition, waiting_tasks


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answers Prometheus. Raises `Http404` without the token, and for everyone as delivered."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    expected = settings.METRICS_TOKEN.encode()
    if not (expected and hmac.compare_digest(token, expected)):
        raise Http404
    now, (number, age) = condition(), waiting_tasks()
    facts, registry = now.as_json(), CollectorRegistry()
    for name, says, value in (
        ("workers_alive", "Worker processes alive", len(living(now.at))),
        ("queue_waiting_tasks", "Tasks that wait", number),
        ("queue_oldest_seconds", "Age of the oldest of them", age),
        ("schedule_late_seconds", "Oldest schedule", facts["oldest_due_schedule_seconds"]),
        ("message_late_seconds", "Oldest message to send", facts["oldest_due_message_seconds"]),
        ("failed_work", "Jobs that failed and have not succeeded since", now.failed),
        ("problems", "Problems that /health/details/ names", len(facts["problems"])),
    ):
        Gauge(f"district_{name}", says, registry=registry).set(value or 0)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
