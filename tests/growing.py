"""Whether something is read once, asked by its computing and not by the clock of a busy machine."""

import time
from collections.abc import Callable


def assert_grows_no_faster(
    work: Callable[[int], object], most: int, *, few: int, times: int = 30, warm: int = 10
) -> None:
    """`work(most)` takes less than `times` as much computing as `work(few)`; what takes next to
    nothing counts as 20 ms. What is made once has been made by `work(warm)`."""

    def seconds(size: int) -> float:
        start = time.process_time()
        work(size)
        return time.process_time() - start

    seconds(warm)
    assert seconds(most) < times * (seconds(few) + 0.02)
