"""Rows of the report fit their columns."""

import pytest

from district_cms.site_audit.checking import _LONGEST
from district_cms.site_audit.models import AuditFinding


@pytest.mark.parametrize("name, most", _LONGEST.items())
def test_a_text_is_cut_where_its_column_ends(name: str, most: int) -> None:
    assert AuditFinding._meta.get_field(name).max_length == most  # type: ignore[union-attr]
