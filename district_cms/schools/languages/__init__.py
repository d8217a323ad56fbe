"""The language of a page, a block or a passage: the languages offered, fields and widgets."""
