"""How long something takes on its own, on a machine that has other things to do."""

import time
from collections.abc import Callable


def fastest(run: Callable[[], object]) -> float:
    """Seconds of processor time, of several attempts the one least disturbed by others."""
    took = []
    for _ in range(5):
        started = time.process_time()
        run()
        took.append(time.process_time() - started)
    return min(took)
