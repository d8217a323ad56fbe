import pytest
from tests.factories.activities import make_activity, make_post
from district_cms.schools.routing.whole_pages import writes
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november")]
def test_it(district, site, changing, monkeypatch):
    activity = make_activity(district.school)
    post = make_post(activity)
    real = writes.writes_of
    def wrapped(sql, params, *, many):
        out = real(sql, params, many=many)
        for w in out: print(w.verb, w.table.shown, w.pages, sql[:300], str(params)[:100])
        return out
    monkeypatch.setattr(writes, "writes_of", wrapped)
    def tell(rows, everything):
        print("TELL", rows, everything)
    monkeypatch.setattr(writes, "tell", tell)
    with changing():
        post.delete()
    assert 0
