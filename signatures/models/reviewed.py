"""What a person writes and the communications office may review."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from district_cms.people.models import Staff

from ..states import State

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STATES = [
    (State.DECLARED, _("In use")),
    (State.WAITING, _("With the communications office")),
    (State.APPROVED, _("Approved")),
    (State.REFUSED, _("Not approved")),
]


class ReviewedQuerySet[Model: "Reviewed"](models.QuerySet[Model]):
    def of(self, staff: Staff) -> Any:
        """Those of one person, who alone sees them beside the office."""
        return self.filter(staff=staff)

    def waiting(self) -> Any:
        """Those that wait for a decision, of people who still work here; the oldest first. While
        the office does not review, nothing does."""
        return self.filter(state=State.WAITING, staff__active=True).order_by("handed_in_at", "pk")


class Reviewed(models.Model):
    """Handed in by a person, and decided by the office where the review is on."""

    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, related_name="+", verbose_name=_("staff member")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=STATES, default=State.DECLARED.value, editable=False
    )
    handed_in_at = models.DateTimeField(_("handed in"), editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    reviewed_at = models.DateTimeField(_("decided"), null=True, editable=False)
    # What waits is mailed to the office together: empty until this was.
    office_told_at = models.DateTimeField(null=True, editable=False)

    # A list of who uses what would show, beside a page, what only its owner and the office see.
    wagtail_reference_index_ignore: ClassVar = True

    class Meta:
        abstract = True

    @property
    def state_label(self) -> "StrOrPromise":
        """The state, in the reader's language."""
        return self.get_state_display()
