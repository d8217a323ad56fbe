"""A school, for the roles that need one."""

import pytest

from district_cms.schools.models import SchoolPage
from tests.factories.pages import make_home, make_school


@pytest.fixture
def school(db: None) -> SchoolPage:
    return make_school(make_home(), title="Juniper Creek Elementary")
