"""Figures for Prometheus: the condition of the site, and the requests of this machine."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from district_cms.web.queue.heartbeat import living

from .condition import condition, waiting_tasks


class _Site:
    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = condition()
        number, age = waiting_tasks()
        facts = now.as_json()
        for name, value in {
            "workers_alive": len(living(now.at)),
            "queue_waiting_tasks": number,
            "queue_oldest_seconds": age,
            "schedule_oldest_due_seconds": facts["oldest_due_schedule_seconds"] or 0,
            "message_oldest_due_seconds": facts["oldest_due_message_seconds"] or 0,
            "failed_work": now.failed,
            "problems": len(facts["problems"]),
        }.items():
            yield GaugeMetricFamily(f"district_{name}", name.replace("_", " "), value)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answers Prometheus. Raises `Http404` without the token, and for everyone as delivered."""
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    expected = settings.METRICS_TOKEN.encode()
    if not (expected and hmac.compare_digest(token, expected)):
        raise Http404
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(_Site())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
