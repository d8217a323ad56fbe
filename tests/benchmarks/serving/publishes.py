"""How long one publish takes, of content that no page had before."""

import gc
import time
from collections.abc import Callable
from typing import Any

from wagtail.models import Page, Revision

from ..prose import lesson


def new_revision(page: Page, kind: str = "prose") -> Revision:
    """A revision with other words; `kind` is what the page's type calls a block of them."""
    model: Any = type(page)
    changed = model.objects.get(pk=page.pk)
    changed.lesson = lesson(kind)
    # As after the form, which has cleaned the page.
    changed.save_revision(clean=False, log_action=False)
    return model.objects.get(pk=page.pk).get_latest_revision()


def milliseconds(work: Callable[[], Any]) -> float:
    gc.disable()
    start = time.perf_counter()
    work()
    taken = (time.perf_counter() - start) * 1000
    gc.enable()
    return taken
