"""The form of an activity's page."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from district_cms.people.models.contact import DistrictContactForm
from district_cms.publishing.forms import PublishGateForm
from district_cms.schools.frame import HOME_DEPTH
from district_cms.schools.heads.reserved_slugs import DistrictCopyForm

ONLY_NEWS: Final = _(
    "Only district news can be next to the schools. Put activities and school news under a school."
)


class ActivityForm(DistrictContactForm, PublishGateForm):
    """Families write to the district's mailboxes only. Beside the schools there is no kind to
    choose: what stands there is the district's news."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.parent_page is not None and self.parent_page.depth == HOME_DEPTH:
            self.fields.pop("kind", None)
            self.instance.kind = self.instance.Kind.NEWS


class ActivityCopyForm(DistrictCopyForm):
    """A team or a club is copied into a school."""

    def clean(self) -> Any:
        cleaned = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if parent.depth == HOME_DEPTH and not self.page.specific.is_news:
            self.add_error("new_parent_page", ONLY_NEWS)
        return cleaned
