"""What a new version of the software lists is found as soon as the worker runs, and not only after
the next night."""

from functools import partial
from typing import Any, Final

from django.db import connections, transaction
from django_q.models import OrmQ
from django_q.tasks import async_task

from ..models import HomePage
from .models import Findable

TASK: Final = "district_cms.schools.search.tasks.refresh_listings"


def refresh_after_migrate(*, using: str, **kwargs: Any) -> None:
    """Receives `post_migrate` of this room. Asks the worker, because screens and events of rooms
    are listed by all of their tables; where there is no district yet, there is nothing to list.

    A queue that cannot be reached is written into the log, and stops no migration.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        # `migrate <app>` on an empty database has made some of them only.
        there = set(connection.introspection.table_names(cursor))
    if not {model._meta.db_table for model in (HomePage, Findable, OrmQ)} <= there:
        return
    if HomePage.objects.using(using).exists():
        transaction.on_commit(partial(async_task, TASK), using=using, robust=True)
