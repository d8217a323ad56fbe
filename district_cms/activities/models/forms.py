"""The form of an activity's page."""

from district_cms.people.models.contact import DistrictContactForm
from district_cms.publishing.forms import PublishGateForm


class ActivityForm(DistrictContactForm, PublishGateForm):
    """Families write to the district's mailboxes only."""
