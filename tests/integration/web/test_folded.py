"""Words are found without regard to accents and capitals, and a log of a million lines too."""

import pytest
from django.db import connection
from django.db.models import TextField, Value

from district_cms.audit_log.models import AuditEntry
from district_cms.audit_log.services import record
from district_cms.web.folded_search import Folded, folded

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]


@pytest.mark.parametrize("text", [
    "Zoë NÚÑEZ", "plain ASCII", "", "ﬁne", "100 %", "O’Brien", "100 % Æsop", "Ångström %s",
])  # fmt: skip
def test_the_database_folds_as_python_does(text: str) -> None:
    record(action="page.put_back", actor=text)
    of_column = AuditEntry.objects.values_list(Folded("actor"), flat=True)
    of_value = AuditEntry.objects.values_list(
        Folded(Value(text, output_field=TextField())), flat=True
    )
    assert list(of_column) == list(of_value) == [folded(text)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite is lent a function")
def test_plain_ascii_is_not_decomposed() -> None:
    """Of a million lines that took the database half a minute: the page then said it was busy."""
    rows = AuditEntry.objects.alias(who=Folded("actor")).filter(who__contains="nunez")
    sql = str(rows.query)
    assert sql.index("octet_length") < sql.index("THEN lower") < sql.index("normalize")
