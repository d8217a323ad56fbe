"""What rooms above do when people do not work here any more."""

from django.dispatch import Signal

# Inside the transaction that ends the accounts. Argument: `people`, the staff records.
accounts_ended = Signal()
