"""What rooms above do when someone does not work here any more."""

from django.dispatch import Signal

# Inside the transaction that ends the account. Argument: `staff`.
account_ended = Signal()
