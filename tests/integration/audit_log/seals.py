"""The rows and seals of the log that a test changes and puts back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from district_cms.audit_log.models import Seal
from district_cms.audit_log.written_once import AppendOnly, sealed

ROWS = 10  # of `sealed_rows`
SEQUENCES = st.integers(1, ROWS)
examples = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def undone() -> Iterator[None]:
    """What happens within is undone: one example of a property leaves the rows to the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def table_of(seal: Seal) -> AppendOnly:
    return sealed()[seal.name]


def rows_of(seal: Seal) -> QuerySet[Any]:
    return table_of(seal).model._base_manager.filter(pk=seal.row)


def seal_number(sequence: int) -> Seal:
    return Seal.objects.get(sequence=sequence)
