"""What many modules need alike is built once, in a transaction that stays open between them."""

from collections.abc import Callable
from contextlib import ExitStack

from django.db import connection, transaction


class Shared:
    """Holds at most one thing that was built, and the transaction around it.

    A module that needs another thing, or an empty database, has the transaction undone first.
    """

    def __init__(self) -> None:
        self._around = ExitStack()
        self._name = ""
        self._built: object = None

    def get[Built](self, name: str, make: Callable[[], Built]) -> Built:
        """What `make` builds, unless what is called `name` is there already."""
        if self._name != name:
            self.end()
            with ExitStack() as around:
                around.enter_context(transaction.atomic())
                around.callback(transaction.set_rollback, True)
                self._built = make()
                # Never done, and to who asks for the same again it would seem under way.
                connection.run_on_commit.clear()
                self._around = around.pop_all()
            self._name = name
        return self._built  # type: ignore[return-value]

    def keep_only(self, name: str) -> None:
        """End what is there, unless it is called `name`."""
        if self._name != name:
            self.end()

    def end(self) -> None:
        """Undo it; the database is as empty as before."""
        self._name, self._built = "", None
        self._around.pop_all().close()
