"""The form of an activity's page."""

from typing import Any

from district_cms.people.models.contact import DistrictContactForm
from district_cms.publishing.forms import PublishGateForm
from district_cms.schools.frame import HOME_DEPTH


class ActivityForm(DistrictContactForm, PublishGateForm):
    """Families write to the district's mailboxes only. Beside the schools there is no kind to
    choose: what stands there is the district's news."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.parent_page.depth == HOME_DEPTH:
            self.fields.pop("kind", None)
            self.instance.kind = self.instance.Kind.NEWS
