"""What others may listen to."""

from django.dispatch import Signal

contacts_forgotten = Signal()
"""Sent when the contacts of reports were deleted, inside that transaction: whoever holds copies of
them deletes those as well, and an error undoes all of it. Arguments: `sender` (`BarrierReport`),
`references` (the numbers of the reports)."""
