"""What the editor of rich text offers."""

from typing import Final

LANGUAGE: Final = "language"
PROSE_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", LANGUAGE]
SHORT_FEATURES = ["bold", "italic", "ol", "ul", "link", LANGUAGE]
