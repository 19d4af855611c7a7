"""Run one command and write down what it took: seconds, seconds of the processor, megabytes of its largest process.

``python -I measure.py FILE COMMAND …`` is a small process of its own: the memory that a child is said to have taken
begins with what its parent held.
"""

from __future__ import annotations

import json
import os
import sys
import time


def main() -> None:
    """Run the command; its exit code is ours."""
    file, *command = sys.argv[1:]
    started = time.perf_counter()
    child = os.spawnvp(os.P_NOWAIT, command[0], command)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    scale = 1 if sys.platform == "darwin" else 1024
    taken = {"seconds": seconds, "processor": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss * scale / 1e6}
    with open(file, "w", encoding="utf-8") as out:
        json.dump(taken, out)
    sys.exit(os.waitstatus_to_exitcode(status))


main()
