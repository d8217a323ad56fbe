"""The web server as the image starts it, for tests and benchmarks."""

import re
import sys

from scripts.processes import ROOT


def command(application: str, port: int, *, workers: int) -> list[str]:
    """What the Dockerfile starts, with another application, address and number of processes."""
    written = (ROOT / "Dockerfile").read_text(encoding="utf-8").rpartition("\nCMD ")[2]
    program, _application, bind, _address, *options = re.findall(r'"([^"\n]+)"', written)
    assert bind == "--bind"  # a second one would not take its place
    return [
        *(sys.executable, "-m", program, application, "--bind", f"127.0.0.1:{port}"),
        *options,
        *("--workers", str(workers)),
    ]
