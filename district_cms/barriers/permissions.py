"""Who may look at reports of barriers, and who may act on them; both from the role matrix."""

from typing import Any


def may_look(user: Any) -> bool:
    return bool(user.has_perm("barriers.view_barrierreport"))


def may_act(user: Any) -> bool:
    return may_look(user) and bool(user.has_perm("barriers.change_barrierreport"))
