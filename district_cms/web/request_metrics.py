"""Counts requests for Prometheus: by view and kind of answer, never by address or person.

Installed with `METRICS_TOKEN`; all web processes of a machine share the counts.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from prometheus_client import Histogram

SECONDS: Final = Histogram(
    "district_request_seconds",
    "Time to answer, without sending; view is empty for a page from the cache",
    ["view", "status"],
    buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class RequestMetrics:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        start = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        labels = match.view_name if match else "", f"{response.status_code // 100}xx"
        SECONDS.labels(*labels).observe(perf_counter() - start)
        return response
