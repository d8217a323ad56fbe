"""The blocks of an update, each drawn by a template of its own."""

from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock


class CallOutBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    body = blocks.RichTextBlock()
    tone = blocks.CharBlock(required=False)

    class Meta:
        template = "plain/blocks/call_out.html"


class LessonBlock(blocks.StreamBlock):
    paragraph = blocks.RichTextBlock(template="plain/blocks/paragraph.html")
    call_out = CallOutBlock()
    table = TableBlock()


class AssignmentBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    details = blocks.RichTextBlock(required=False)
    due = blocks.DateBlock(required=False)

    class Meta:
        template = "plain/blocks/assignment.html"


class AssignmentsBlock(blocks.StreamBlock):
    assignment = AssignmentBlock()


class CurriculumPageBlock(blocks.StructBlock):
    page = blocks.PageChooserBlock()
    note = blocks.CharBlock(required=False)

    class Meta:
        template = "plain/blocks/curriculum_page.html"


class CurriculumLinkBlock(blocks.StructBlock):
    url = blocks.URLBlock()
    text = blocks.CharBlock()

    class Meta:
        template = "plain/blocks/curriculum_link.html"


class CurriculumBlock(blocks.StreamBlock):
    page = CurriculumPageBlock()
    link = CurriculumLinkBlock()


class EventBlock(blocks.StructBlock):
    title = blocks.CharBlock()
    date = blocks.DateBlock()
    time = blocks.CharBlock(required=False)
    place = blocks.CharBlock(required=False)
    families_only = blocks.BooleanBlock(required=False)

    class Meta:
        template = "plain/blocks/event.html"


class EventsBlock(blocks.StreamBlock):
    event = EventBlock()
