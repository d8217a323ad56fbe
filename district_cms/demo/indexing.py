"""Search entries and references written once, after everything is there.

Wagtail writes both again at every save of a page: an update of the demo is saved three times on its
way to being live, and only what it is in the end can be found.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.models.signals import post_save
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.signal_handlers import disable_reference_index_auto_update

from district_cms.schools.search.keeping import rebuild


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Inside, saving indexes nothing; when it ends well, everything is indexed."""
    with disable_reference_index_auto_update(), _search_waits():
        yield
    call_command("rebuild_references_index", verbosity=0)
    call_command("update_index", verbosity=0)
    rebuild()


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
