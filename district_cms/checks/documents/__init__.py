"""What the software finds out about an uploaded file: can it be read aloud, and found one's way in?

Pure: bytes go in, an `Examination` comes out; its words for people stand with the rules that read
it. The reading of a stranger's file happens in a process of its own (`apart`), with bounds on time
and memory; this package's own door is light and reads no file.
"""

from .results import ENGINE_VERSION, Examination, State

__all__ = ["ENGINE_VERSION", "Examination", "State"]
