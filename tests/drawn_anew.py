"""A page as a process draws it that has kept no piece of any."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from district_cms.schools.page_cache.fragments import fragments


@contextmanager
def drawn_anew() -> Iterator[None]:
    """What was kept is set aside inside, and is there again afterwards."""
    kept, length = fragments._entries, fragments._length
    fragments._entries, fragments._length = OrderedDict(), 0
    try:
        yield
    finally:
        fragments._entries, fragments._length = kept, length
