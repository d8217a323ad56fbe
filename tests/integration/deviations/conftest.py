import pytest

from district_cms.publishing.models import ProcedureSettings


@pytest.fixture(autouse=True)
def supervisors_answer(db: None) -> None:
    """The district has turned it on; as delivered it is off."""
    chosen = ProcedureSettings.load()
    chosen.answer_explanations = True
    chosen.save()
