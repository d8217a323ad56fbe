"""The office's list of words that mean the same is kept by each process until it changes."""

import pytest

from district_cms.schools.models import SameWords
from district_cms.schools.search.same import same_words

# Outside a transaction: within one nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)


def test_words_that_are_deleted_mean_the_same_no_longer() -> None:
    SameWords.objects.create(words="bus, autobús")
    assert ("bus",) in same_words()
    SameWords.objects.all().delete()
    assert ("bus",) not in same_words()
