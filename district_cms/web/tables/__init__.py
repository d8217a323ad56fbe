"""Lists of the editor: as cards on a phone, and as files."""

from .stacked import StackedTable

__all__ = ["StackedTable"]
