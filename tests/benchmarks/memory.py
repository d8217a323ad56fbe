"""How much memory a benchmark takes."""

from pathlib import Path


def memory_at_most() -> int:
    """The most that this process ever held, in MB. What `resource` says of a program that another
    one started is the other one's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    raise OSError("The system does not say how much memory a process had.")
