"""What search finds, written once, after everything is there.

Otherwise it is written again at every save: what goes through the workflow is saved three times on
its way, and only what it is in the end can be found. References are written with what refers.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler

from district_cms.schools.search.index import rebuild_at_the_end


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Inside, saving indexes nothing; when it ends well, everything is indexed."""
    with rebuild_at_the_end():
        with _search_waits():
            yield
        call_command("update_index", verbosity=0)


@contextmanager
def _search_waits() -> Iterator[None]:
    # The library can turn this off for a model or a backend, but not for a while.
    models = [
        model
        for model in get_indexed_models()
        if post_save.disconnect(post_save_signal_handler, sender=model)
    ]
    try:
        yield
    finally:
        for model in models:
            post_save.connect(post_save_signal_handler, sender=model)
