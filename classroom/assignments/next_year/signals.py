"""What rooms above hear of a class that goes on in the next school year.

Sent inside the transaction, once the page and its teachers are there. Arguments: `sender`
(`ClassroomPage`), `page` and `before` (the class and that of the year before), `same_teacher`
(whether who teaches it had it before), `actor` (the account).
"""

from django.dispatch import Signal

went_on = Signal()
