"""Who may read reports of barriers and who may act on them, from the role matrix."""

from district_cms.people.models import User


def may_look(user: User) -> bool:
    return bool(user.has_perm("barriers.view_barrierreport"))


def may_act(user: User) -> bool:
    return may_look(user) and bool(user.has_perm("barriers.change_barrierreport"))
