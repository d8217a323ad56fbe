"""The editor's form of an update."""

import datetime as dt
from typing import Any

from django.utils import timezone

from district_cms.publishing.forms import PublishGateForm

from .addresses import title_for

PERIOD_DAYS = 14


class UpdateForm(PublishGateForm):
    """Begun with today's period and a title, so that a teacher types only what is new."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding and not self.is_bound:
            today = timezone.localdate()
            self.initial["title"] = self.initial.get("title") or title_for(today)
            self.initial["period_start"] = self.instance.period_start or today
            self.initial["period_end"] = self.instance.period_end or (
                today + dt.timedelta(days=PERIOD_DAYS - 1)
            )
