"""A page as a process draws it that has kept no piece of any."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from district_cms.schools.routing.drawn_once import pieces


@contextmanager
def drawn_anew() -> Iterator[None]:
    """What was kept is set aside inside, and is there again afterwards."""
    kept, length = pieces._kept, pieces._length
    pieces._kept, pieces._length = OrderedDict(), 0
    try:
        yield
    finally:
        pieces._kept, pieces._length = kept, length
