"""PDF (ISO 32000): tags, text, title, language, and whether screen readers have permission.

Checks what WCAG's techniques PDF1, PDF4, PDF6, PDF16 and PDF18 rest on, as far as the file alone
shows it. Only a person can judge whether the tags are right.
"""

import io
import logging
import warnings
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from .packages import DamagedFile, LockedFile, parse_xml
from .results import Examination, clip_words

MOST_PAGES: Final = 60  # the first pages are enough to judge a long file
MOST_NODES: Final = 50_000
MOST_STREAMS: Final = 40  # form XObjects within one page, such as letterheads
DEEPEST_FORM: Final = 5
LARGEST_METADATA: Final = 2_000_000  # bytes

_DRAWS: Final = "Tj TJ ' \" Do BI ID EI"
_SAYS: Final = frozenset({"Tj", "TJ", "'", '"'})
# Tags that only group others.
_GROUPS: Final = frozenset({"/Document", "/Part", "/Art", "/Sect", "/Div", ""})
_HEADINGS: Final = frozenset({"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"})

# qpdf repairs what it can and logs each repair; users' files should not fill our log.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL)


def examine_pdf(data: bytes) -> Examination:
    """Returns the examination of a PDF. Raises `DamagedFile`, `LockedFile`."""
    if b"%PDF-" not in data[:1024]:
        raise DamagedFile
    try:
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(data)) as pdf:
            warnings.simplefilter("ignore")  # about streams that end early, for example
            return _examine(pdf)
    except pikepdf.PasswordError as error:
        raise LockedFile from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        # RuntimeError is the base class of qpdf's own errors.
        raise DamagedFile from error


def _examine(pdf: pikepdf.Pdf) -> Examination:
    pages = len(pdf.pages)
    if not pages:
        raise DamagedFile
    root = pdf.Root
    silent = with_text = 0
    read = min(pages, MOST_PAGES)
    for number in range(read):
        says, shows = _Page(pdf.pages[number].obj).look()
        with_text += says
        silent += shows and not says
    tree = _entry(root, "/StructTreeRoot")
    marked = _entry(_entry(root, "/MarkInfo"), "/Marked") is True
    filled, figures, wordless, headings = _tags(tree)
    fields, nameless = _fields(_entry(root, "/AcroForm"))
    return Examination(
        kind="pdf",
        locked="" if _lets_assistive_technology_in(pdf) else "assistive",
        title=_title(pdf),
        language=_words(_entry(root, "/Lang")),
        tagged=marked and filled,
        shows_title=_entry(_entry(root, "/ViewerPreferences"), "/DisplayDocTitle") is True,
        has_text=with_text > 0,
        pages=pages,
        pages_read=read,
        pages_of_pictures=silent,
        headings=headings,
        pictures=figures,
        pictures_without_words=wordless,
        fields=fields,
        fields_without_names=nameless,
    )


def _lets_assistive_technology_in(pdf: pikepdf.Pdf) -> bool:
    return not pdf.is_encrypted or pdf.allow.accessibility


def _entry(holder: Any, key: str) -> Any:
    """Returns the value under a key of a dictionary or stream; None if there is none, or for other
    types."""
    if isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        return holder.get(key)
    return None


def _words(value: Any) -> str:
    return clip_words(str(value)) if isinstance(value, pikepdf.String | str) else ""


def _title(pdf: pikepdf.Pdf) -> str:
    """Returns the title from the document information, or else from the XMP metadata."""
    plain = _words(_entry(pdf.trailer.get("/Info"), "/Title"))
    if plain:
        return plain
    metadata = _entry(pdf.Root, "/Metadata")
    if not isinstance(metadata, pikepdf.Stream):
        return ""
    content = metadata.read_bytes()
    if len(content) > LARGEST_METADATA:
        return ""
    try:
        packet = parse_xml(content.strip(b"\x00 \t\r\n"))
    except DamagedFile:
        return ""
    for title in packet.iter("{http://purl.org/dc/elements/1.1/}title"):
        return clip_words("".join(title.itertext()))
    return ""


class _Page:
    """Finds out whether a page, with nested form XObjects, has text and pictures."""

    def __init__(self, page: pikepdf.Object) -> None:
        self._page = page
        self._seen: set[tuple[int, int]] = set()
        self._says = False
        self._shows = False

    def look(self) -> tuple[bool, bool]:
        """Returns whether the page has text, and whether it has pictures."""
        self._draw(self._page, _inherited(self._page, "/Resources"), 0)
        return self._says, self._shows

    def _draw(self, stream: Any, resources: Any, depth: int) -> None:
        for instruction in pikepdf.parse_content_stream(stream, _DRAWS):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._shows = True
                continue
            operator = str(instruction.operator)
            if operator in _SAYS:
                self._says = self._says or any(map(_has_letters, instruction.operands))
            elif operator == "Do" and instruction.operands:
                self._place(
                    _entry(_entry(resources, "/XObject"), str(instruction.operands[0])),
                    resources,
                    depth,
                )
            if self._says and self._shows:
                return

    def _place(self, xobject: Any, resources: Any, depth: int) -> None:
        kind = _entry(xobject, "/Subtype")
        if kind == "/Image":
            self._shows = True
        elif kind == "/Form" and depth < DEEPEST_FORM and xobject.objgen not in self._seen:
            self._seen.add(xobject.objgen)
            if len(self._seen) <= MOST_STREAMS:
                self._draw(xobject, _entry(xobject, "/Resources") or resources, depth + 1)


def _inherited(page: pikepdf.Object, key: str) -> Any:
    for _generation in range(50):
        value = _entry(page, key)
        if value is not None:
            return value
        page = _entry(page, "/Parent")
    return None


def _has_letters(operand: Any) -> bool:
    if isinstance(operand, pikepdf.String):
        return len(bytes(operand)) > 0
    if isinstance(operand, pikepdf.Array):
        return any(isinstance(one, pikepdf.String) and len(bytes(one)) > 0 for one in operand)
    return False


def _tags(tree: Any) -> tuple[bool, int, int, int]:
    """Returns whether the tags mark any content, and the numbers of figures, of figures without a
    description, and of headings."""
    filled = False
    figures = wordless = headings = 0
    roles = _entry(tree, "/RoleMap")
    for node in _nodes(tree, "/K", "/K"):
        role = _role(node, roles)
        filled = filled or role not in _GROUPS or isinstance(_entry(node, "/K"), int)
        if role in _HEADINGS:
            headings += 1
        elif role == "/Figure":
            figures += 1
            texts = (_words(_entry(node, key)).strip() for key in ("/Alt", "/ActualText"))
            wordless += not any(texts)
    return filled, figures, wordless, headings


def _fields(form: Any) -> tuple[int, int]:
    """Returns the number of form fields, and of those without a tooltip, the name that is read
    aloud."""
    fields = nameless = 0
    for node in _nodes(form, "/Fields", "/Kids"):
        kids = _entry(node, "/Kids")
        parts = kids if isinstance(kids, pikepdf.Array) else ()
        is_group = any(_entry(part, "/T") is not None for part in parts)
        if not is_group and ("/T" in node or "/FT" in node):
            fields += 1
            nameless += not _words(_entry(node, "/TU")).strip()
    return fields, nameless


def _nodes(tree: Any, top: str, below: str) -> Iterator[Any]:
    waiting = [_entry(tree, top)]
    seen: set[tuple[int, int]] = set()
    for _step in range(MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if node.is_indirect:
                if node.objgen in seen:
                    continue
                seen.add(node.objgen)
            yield node
            waiting.append(node.get(below))


def _role(node: Any, roles: Any) -> str:
    role = str(_entry(node, "/S") or "")
    for _step in range(5):
        mapped = _entry(roles, role) if role.startswith("/") else None
        if mapped is None:
            return role
        role = str(mapped)
    return role
