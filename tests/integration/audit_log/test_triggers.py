"""The database itself refuses changes of what is written once."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from pytest_django.fixtures import Settings

from district_cms.audit_log import tasks, triggers, written_once
from district_cms.audit_log.models import AuditEntry, Seal
from district_cms.audit_log.sealing import seal_log
from district_cms.audit_log.services import record
from district_cms.audit_log.triggers import check_triggers
from district_cms.barriers.models import BarrierReport, BarrierStep
from district_cms.publishing.models import RevisionFindings
from notifications.models import ConsentRecord, MessageEvent

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]

WRITTEN_ONCE = [AuditEntry, BarrierStep, ConsentRecord, MessageEvent, RevisionFindings, Seal]
REFUSED = "is written once"


@pytest.fixture(autouse=True)
def installed(db: None, settings: Settings) -> None:
    """Undone with the test: both databases make triggers within a transaction."""
    settings.AUDIT_TRIGGERS = True
    triggers.install()


def make_step() -> BarrierStep:
    day = dt.date(2026, 11, 24)
    report = BarrierReport.objects.create(
        reference="B-1", what="The menu.", due_on=day, remind_on=day
    )
    return BarrierStep.objects.create(report=report, kind="fixed", note="Done.", by="office")


def make_seal() -> Seal:
    record(action="test.sealed")
    seal_log()
    return Seal.objects.get()


MAKE: dict[type[Model], Callable[[], Model]] = {
    AuditEntry: lambda: record(action="test.once", actor="someone", number=1),
    BarrierStep: make_step,
    ConsentRecord: lambda: ConsentRecord.objects.create(
        subscriber_uuid=uuid.uuid4(),
        act="withdrawn",
        channel="email",
        scope="class",
        page_uuid=uuid.uuid4(),
        language="en",
        source="one-click",
        proof="link",
    ),
    MessageEvent: lambda: MessageEvent.objects.create(message=uuid.uuid4(), state="ready"),
    RevisionFindings: lambda: RevisionFindings.objects.create(
        page_uuid=uuid.uuid4(), title="Fractions", ruleset="1", outcome="went_live"
    ),
    Seal: make_seal,
}


@pytest.fixture(params=WRITTEN_ONCE, ids=lambda model: model.__name__)
def row(request: pytest.FixtureRequest) -> Model:
    return MAKE[request.param]()


def run(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)


def test_these_tables_are_written_once() -> None:
    assert {table.model for table in written_once.guarded()} == set(WRITTEN_ONCE)
    assert {table.model for table in written_once.sealed().values()} == {
        AuditEntry,
        BarrierStep,
        ConsentRecord,
        RevisionFindings,
    }


def test_no_column_can_be_changed(row: Model) -> None:
    table, key = row._meta.db_table, row._meta.pk.column
    for field in row._meta.concrete_fields:
        with pytest.raises(IntegrityError, match=REFUSED):
            run(
                f'UPDATE "{table}" SET "{field.column}" = "{field.column}" WHERE "{key}" = {row.pk}'
            )


def test_no_row_can_be_deleted(row: Model) -> None:
    with pytest.raises(IntegrityError, match=REFUSED):
        run(f'DELETE FROM "{row._meta.db_table}"')


def test_no_row_can_be_replaced(row: Model) -> None:
    table, key = row._meta.db_table, row._meta.pk.column
    names = ", ".join(f'"{field.column}"' for field in row._meta.concrete_fields)
    insert = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    upsert = (
        "" if connection.vendor == "sqlite" else f'ON CONFLICT ("{key}") DO UPDATE SET "{key}" = 0'
    )
    with pytest.raises(IntegrityError, match=REFUSED):
        run(f'{insert} INTO "{table}" ({names}) SELECT {names} FROM "{table}" WHERE true {upsert}')


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite knows no TRUNCATE")
def test_no_table_can_be_emptied(row: Model) -> None:
    run("SET CONSTRAINTS ALL IMMEDIATE")  # or a new row's foreign key waits to be looked at
    with pytest.raises(IntegrityError, match=REFUSED):
        run(f'TRUNCATE "{row._meta.db_table}" CASCADE')


def test_rows_can_be_added(row: Model) -> None:
    assert type(row)._base_manager.filter(pk=row.pk).exists()


# ---------------------------------------------------------------- the one change


@pytest.fixture
def entry(db: None) -> AuditEntry:
    return record(action="test.once", actor="someone", number=1)


def test_details_of_an_entry_can_be_emptied(entry: AuditEntry) -> None:
    AuditEntry.objects.filter(pk=entry.pk).update(**AuditEntry.DETAILS)
    entry.refresh_from_db()
    assert (entry.actor, entry.data) == ("", None)


@pytest.mark.parametrize(
    "besides",
    [
        {"data": {}},
        {"actor": "someone else"},
        {"action": "test.other"},
        {"school": "Elsewhere"},
        {"revision_id": 1},
        {"page_uuid": uuid.UUID(int=1)},
        {"id": 99},
    ],
    ids=lambda change: next(iter(change)),
)
def test_nothing_else_can_be_changed_along_with_them(
    besides: dict[str, Any], entry: AuditEntry
) -> None:
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(**{**AuditEntry.DETAILS, **besides})


# ---------------------------------------------------------------- present, and seen to be


def test_no_warning_while_all_triggers_exist() -> None:
    assert triggers.missing() == []
    assert check_triggers(databases=["default"]) == []


def drop(name: str, table: str) -> None:
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    run(f'DROP TRIGGER "{name}"{on}')


def test_one_that_was_dropped_is_named_at_the_next_look(caplog: pytest.LogCaptureFixture) -> None:
    drop("audit_log_auditentry_no_delete", "audit_log_auditentry")
    (warning,) = check_triggers(databases=["default"])
    assert warning.id == "audit_log.W001"
    assert "missing or changed: audit_log_auditentry_no_delete." in str(warning.msg)
    tasks.seal()
    assert "audit_log_auditentry_no_delete" in caplog.text


def test_one_that_does_nothing_any_more_counts_as_missing() -> None:
    name, table = "audit_log_seal_no_delete", "audit_log_seal"
    if connection.vendor == "sqlite":
        drop(name, table)
        run(f"CREATE TRIGGER {name} BEFORE DELETE ON {table} BEGIN SELECT 1; END")
    else:
        run(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    assert triggers.missing() == [name]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite's have no function")
def test_an_emptied_function_counts_as_missing() -> None:
    run(
        f"CREATE OR REPLACE FUNCTION {triggers.FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RETURN OLD; END $$"
    )
    assert "audit_log_auditentry_no_update" in triggers.missing()


def test_the_command_that_verifies_names_a_trigger_that_is_gone() -> None:
    call_command("verify_log")
    drop("audit_log_auditentry_no_update", "audit_log_auditentry")
    with pytest.raises(CommandError, match="audit_log_auditentry_no_update is missing"):
        call_command("verify_log")


def test_migrating_brings_them_back(settings: Settings) -> None:
    drop("audit_log_auditentry_no_update", "audit_log_auditentry")
    triggers.install_after_migrate(using="default")
    assert triggers.missing() == []


def test_a_database_that_goes_without_is_left_alone(settings: Settings) -> None:
    drop("audit_log_auditentry_no_update", "audit_log_auditentry")
    settings.AUDIT_TRIGGERS = False
    triggers.install_after_migrate(using="default")
    assert triggers.missing() == ["audit_log_auditentry_no_update"]
    assert check_triggers(databases=["default"]) == []


def test_lifted_they_are_away_and_back_again(entry: AuditEntry) -> None:
    with triggers.lifted():
        AuditEntry.objects.filter(pk=entry.pk).update(action="test.other")
    assert triggers.missing() == []
    with pytest.raises(RuntimeError), triggers.lifted():
        raise RuntimeError
    assert triggers.missing() == []


def test_lifting_makes_none_that_were_not_there(entry: AuditEntry) -> None:
    drop("audit_log_auditentry_no_update", "audit_log_auditentry")
    with triggers.lifted():
        pass
    assert triggers.missing() == ["audit_log_auditentry_no_update"]


def test_sealing_and_removing_details_go_through() -> None:
    record(action="test.once")
    assert seal_log().rows == 1
    assert seal_log().rows == 0
