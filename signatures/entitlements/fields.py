"""A box for words that a signature prints."""

from typing import Any, override

from django import forms

from .rules import one_line


class LineField(forms.CharField):
    """One line of visible characters; what is invisible alone is no answer."""

    @override
    def to_python(self, value: Any) -> Any:
        said = super().to_python(value)
        return one_line(said) if isinstance(said, str) else said
