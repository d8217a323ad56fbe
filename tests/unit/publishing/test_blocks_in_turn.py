"""Two requests that check the same blocks at once: a draft's leniency is not another's."""

from threading import Event, Thread, current_thread
from typing import Any

from django import forms
from wagtail import blocks
from wagtail.blocks.base import BlockField

from district_cms.publishing.forms.page import BlocksInTurn

WITHOUT_A_TITLE = [("assignment", {"title": ""})]


class Assignment(blocks.StructBlock):
    """Required is its title. A draft waits in the middle of its check until it may go on."""

    title = blocks.CharBlock()
    begun, may_end = Event(), Event()

    def clean(self, value: Any) -> Any:
        if current_thread().name == "draft":
            self.begun.set()
            self.may_end.wait()
        return super().clean(value)


class Parts(blocks.StreamBlock):
    assignment = Assignment()


PARTS = Parts()


class Update(BlocksInTurn, forms.Form):
    parts = BlockField(block=PARTS)

    def __init__(self, *, is_draft: bool) -> None:
        super().__init__({})
        field = self.fields["parts"]
        field.widget.value_from_datadict = lambda *_args: PARTS.normalize(WITHOUT_A_TITLE)
        if is_draft:
            field.is_deferred_validation = True


def test_publishing_during_a_draft_save_still_needs_required_parts() -> None:
    valid: dict[str, bool] = {}

    def check(name: str, *, is_draft: bool) -> None:
        valid[name] = Update(is_draft=is_draft).is_valid()

    draft = Thread(name="draft", target=check, args=("draft",), kwargs={"is_draft": True})
    published = Thread(target=check, args=("published",), kwargs={"is_draft": False})
    draft.start()
    Assignment.begun.wait()
    published.start()
    published.join(0.2)  # it would be done by now, if it did not wait for its turn
    Assignment.may_end.set()
    draft.join()
    published.join()

    assert valid == {"draft": True, "published": False}
    assert PARTS.child_blocks["assignment"].child_blocks["title"].required
