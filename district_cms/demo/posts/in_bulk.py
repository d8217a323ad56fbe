"""What classes of the demo have posted: in bulk, the rows that the services would write."""

import json
from collections.abc import Iterable
from functools import partial

from wagtail.models import Page

from ..bulk.answers import AnswerWriter
from ..bulk.chance import Chance
from ..bulk.pages import check_content
from ..bulk.pieces import START, Piece, on_after_start, pattern_of, piece_of
from ..bulk.tables import Tables
from ..bulk.updates import UpdateWriter
from ..bulk.walks import WalkWriter
from ..pages import Built
from .content import content_of
from .stories import ClassStory, ToPost

SEED = 1


class PastWriter:
    def __init__(self, built: Built) -> None:
        self._built = built
        self._chance = Chance(SEED, "updates")
        self._pieces: dict[str, Piece] = {}

    def write(self, classes: Iterable[ClassStory]) -> int:
        """Write what of these classes, which have no updates yet, is decided: live, or scheduled
        for later. Returns how many updates there are. Raises `ContentRefused` for words that the
        gate would not let pass."""
        tables = Tables()
        updates = UpdateWriter(tables, self._chance)
        answers, walks = AnswerWriter(tables), WalkWriter(tables)
        written = 0
        for story in classes:
            page = story.page
            decided = [post for post in story.posts if post.is_decided]
            for place, post in enumerate(decided, start=1):
                update = updates.add(
                    post.plan,
                    self._piece(post),
                    path=Page._get_path(page.path, page.depth + 1, place),
                    classroom=page,
                    author=story.teacher.pk,
                    principal=story.principal.pk,
                    on=partial(story.day_after, post.plan.day),
                )
                walks.add(answers.add(update, author=story.teacher, school=story.school))
            page.numchild = len(decided)
            Page.objects.filter(pk=page.pk).update(numchild=page.numchild)
            written += page.numchild
        tables.finish()
        return written

    def _piece(self, post: ToPost) -> Piece:
        """Of several classes that say the same, the gate reads it once."""
        words = json.dumps(post.text, default=str)
        if words not in self._pieces:
            content = content_of(post.text, start=START, built=self._built, on=on_after_start)
            pattern = pattern_of(post.text["theme"], content)
            self._pieces[words] = piece_of(pattern, check_content(pattern))
        return self._pieces[words]
