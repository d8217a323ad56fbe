"""What the software finds out about an uploaded file: can it be read aloud, and found one's way in?

Pure: bytes go in, an `Examination` comes out; its words for people stand with the rules that read
it. A file is read in a process of its own (`isolated`), with bounds on time and memory.
"""

from .results import ENGINE_VERSION, Examination, State

__all__ = ["ENGINE_VERSION", "Examination", "State"]
