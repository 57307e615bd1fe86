"""Runs a command and prints its status, its seconds and its peak in KiB.

A program of its own, run without site-packages: what a child's peak is counted from is the size of
the process that started it, so that has to be a small one.
"""

import os
import sys
import time


def main() -> None:
    """`run_command.py COMMAND [WORD …]`."""
    nothing = os.open(os.devnull, os.O_RDWR)
    silent = [(os.POSIX_SPAWN_DUP2, nothing, number) for number in (0, 1, 2)]
    begin = time.perf_counter()
    child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent)
    _pid, status, used = os.wait4(child, 0)
    spent = time.perf_counter() - begin
    sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {spent} {used.ru_maxrss}\n")


if __name__ == "__main__":
    main()
