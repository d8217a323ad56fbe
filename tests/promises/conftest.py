"""The fixtures of the promises, each from where its other users have it."""

from tests.integration.audit_log.conftest import sealed_rows, small_batches
from tests.integration.conftest import (
    built,
    built_home,
    clock,
    district,
    empty_caches,
    home,
    nothing_of_other_modules,
    november,
    pytest_collection_modifyitems,
    retention_schedule,
    shared,
)
from tests.integration.notifications.conftest import mail, sendgrid
from tests.integration.notifications.families.conftest import add_class, family, offered
from tests.integration.notifications.outbox.conftest import write
from tests.integration.publishing.paths.conftest import built_world, world

__all__ = [
    "add_class",
    "built",
    "built_home",
    "built_world",
    "clock",
    "district",
    "empty_caches",
    "family",
    "home",
    "mail",
    "nothing_of_other_modules",
    "november",
    "offered",
    "pytest_collection_modifyitems",
    "retention_schedule",
    "sealed_rows",
    "sendgrid",
    "shared",
    "small_batches",
    "world",
    "write",
]
