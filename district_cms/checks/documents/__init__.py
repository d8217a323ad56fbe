"""Examines uploaded files: can a screen reader read them aloud, and can readers find their way?

Pure: takes bytes, returns an `Examination`. The rules that read it have its sentences. A file is
read in a subprocess (`isolated`) with limits on time and memory.
"""

from .results import ENGINE_VERSION, Examination, State

__all__ = ["ENGINE_VERSION", "Examination", "State"]
