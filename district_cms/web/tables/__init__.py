"""Lists of the editor: as cards on a phone, their moments, and as files."""

from .moments import DayColumn, MomentColumn
from .stacked import StackedTable

__all__ = ["DayColumn", "MomentColumn", "StackedTable"]
