"""The lines and sentences of a text."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from .naming.mentions import Mention
from .normalizing import lowered


class Lines:
    """The lines of an undisguised text, each identified by its start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[str, int] = {}

    @cached_property
    def lowered(self) -> str:
        """The text with A to Z in lower case; positions are the same as in the text."""
        return lowered(self.text)

    def line(self, start: int) -> str:
        """Return the line from its start, without the spaces around it."""
        return self.text[start : self.end_of(start)].strip()

    def before(self, start: int) -> str:
        """Return the nearest line above that is not blank, or ""."""
        while start > 0:
            start = self.start_of(start - 1)
            if line := self.line(start):
                return line
        return ""

    def after(self, start: int) -> int | None:
        """Return the start of the nearest line below that is not blank, or None."""
        while (start := self.end_of(start) + 1) <= len(self.text):
            if self.line(start):
                return start
        return None

    def all(self) -> Iterator[int]:
        """Yield the starts of the lines that are not blank."""
        start = 0
        for line in self.text.split("\n"):
            if line and not line.isspace():
                yield start
            start += len(line) + 1

    def matching(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield the starts of lines in which the pattern matches; it must not cross lines."""
        text = self.text
        match = pattern.search(text)
        while match:
            position = match.start()
            yield text.rfind("\n", 0, position) + 1
            end = text.find("\n", position)
            match = pattern.search(text, end) if end >= 0 else None

    def holding(self, words: Iterable[str]) -> Iterator[int]:
        """Yield the starts of lines with one of these lower-case words, some of them twice."""
        for word in words:
            at = self._first(word)
            while at >= 0:
                yield self.start_of(at)
                at = self.lowered.find(word, self.end_of(at))

    def hold_any(self, words: Iterable[str]) -> bool:
        """True if the text contains one of these lower-case words."""
        return any(self._first(word) >= 0 for word in words)

    def start_of(self, at: int) -> int:
        """Return the start of the line with this position."""
        return self.text.rfind("\n", 0, at) + 1

    def end_of(self, at: int) -> int:
        """Return the end of the line with this position."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def _first(self, word: str) -> int:
        if word not in self._known:
            self._known[word] = self.lowered.find(word)
        return self._known[word]


_SHORT: Final = 30
_SENTENCE: Final = re.compile(
    r"[.!?](?:(?<=[^\W\d_]{3}.)|(?<=[!?])|(?<=\b[A-Z]{2}\.)|(?<= (?:it|us|me|up|on|in|do|go|so)\.)"
    r"|(?<=[\d)\]\"'].)) (?=[^\W\d_a-z]|[¿¡(\"])|\n"
)
_PRONOUN: Final = re.compile(r"\b(?:he|she|his|her|him|hers|they|their|el|ella|le|su|sus|lo|la)\b")
_SUBJECTLESS: Final = re.compile(
    r"[¡¿ ]*(?:ya |no |hoy |ayer |aun |todavia |siempre |tambien |nunca |solo )?"
    r"(?:esta|estuvo|estaba|tiene|tuvo|tenia|fue|sigue|se|va|vive|toma|debe|falta|falto|lleva"
    r"|necesita"
    r"|puede|quiere|anda|usa|saco|reprobo|llego|salio|recibe|recibio|perdio|padece|sufre|habla|come"
    r"|llora|duerme|repite|volvio|vino|viene|dice|dijo|parece|cumple|nacio|sabe|trae|trajo)\b"
    r"|(?:was|is|has|had|still|out|got|missed|failed|needs|can't|won't|didn't|hasn't|doesn't|owes"
    r"|never|not|no|also|even)\b"
)
_STAFF_TITLE: Final = re.compile(
    r"[¡¿ ]*(?:la |el )?(?:mr|mrs|ms|miss|mx|dr|dra|coach|officer|sr|sra|don|dona)\b"
)
_YOU: Final = re.compile(
    r"\b(?:you|you're|you've|you'll|your|tu|tus|te|ti|estas|tienes|debes|vas|puedes|eres"
    r"|[a-z]{2,12}[aei]ste)\b"
)
_ADDRESSED: Final = re.compile(
    r"(?:^|[.!?¡¿,:] ?|\b(?:oh|hey|hi|and|also|dear|congrat\w*|ay|oye|felicidades|querid[oa]) )$"
)
_ADDRESS_ENDS: Final = re.compile(r" ?[,!?.:;]")
_THANKS: Final = re.compile(r"\b(?:thank|congrat|gracias|felici|welcome|bienvenid|by|con|ms|mr)")
_MOST_BETWEEN: Final = 3


class Sentences:
    """The sentences of a text; `spans` has the start and the end of each.

    `plain` is the folded text, and `named` are the names in it.
    """

    def __init__(self, text: str, plain: str, named: Sequence[Mention]) -> None:
        self._starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
        self.spans = list(zip(self._starts, [*self._starts[1:], len(text) + 1], strict=True))
        self._plain = plain
        self._named = named

    def of(self, at: int) -> int:
        """Return the number of the sentence with this position."""
        return bisect_right(self._starts, at) - 1

    def go_on(self, sentence: int, named_in: int, mention: Mention) -> bool:
        """True if a sentence is about a person named in sentence `named_in`.

        That sentence is the next one, or at most three before.
        """
        if sentence < named_in:
            if _STAFF_TITLE.match(self._plain, self.spans[sentence][0]):
                return False
            return sentence == named_in - 1 and (
                self._is_addressed_to_someone(named_in)
                or self._is_about(sentence, named_in, mention)
            )
        between = range(named_in + 1, sentence + 1)
        if len(between) > 1:
            return len(between) <= _MOST_BETWEEN and all(map(self._has_no_named_subject, between))
        return self._is_about(sentence, named_in, mention)

    def _is_about(self, sentence: int, neighbor: int, mention: Mention) -> bool:
        """True if a sentence is about the person whom a sentence beside it names.

        The sentence must be a few words or say "she", or the other must be hardly more than the
        name or a list of names.
        """
        (begin, end), (start, stop) = self.spans[sentence], self.spans[neighbor]
        named = [len(who.name) + 2 for who in self._named if start <= who.start < stop]
        is_list = len(named) > 1 and 2 * sum(named) > stop - start
        return (
            end - begin <= _SHORT
            or 2 * len(mention.name) > stop - start
            or is_list
            or self._has_no_named_subject(sentence)
            or self._addresses(sentence, mention)
        )

    def _has_no_named_subject(self, sentence: int) -> bool:
        """True if a sentence says "she", or has no subject, as Spanish allows."""
        begin, end = self.spans[sentence]
        plain = self._plain[begin:end]
        return (_PRONOUN.search(plain) or _SUBJECTLESS.match(plain)) is not None

    def _addresses(self, sentence: int, mention: Mention) -> bool:
        """True for "You went from a 5 to an 8" after "How proud I am, Anahí!"."""
        begin, end = self.spans[sentence]
        return bool(
            _YOU.search(self._plain[begin:end])
            and _ADDRESSED.search(self._plain, max(0, mention.start - _SHORT), mention.start)
            and _ADDRESS_ENDS.match(self._plain, mention.end)
        )

    def _is_addressed_to_someone(self, sentence: int) -> bool:
        """True for "Keep trying, Winston!" after a statement, but not for thanks."""
        begin, end = self.spans[sentence]
        return end - begin <= _SHORT and _THANKS.search(self._plain[begin:end]) is None
