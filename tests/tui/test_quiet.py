"""Jobs give way to the event loop while it has something to do, and yet come to their end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from tui import quiet


async def answer_a_key() -> None:
    with ThreadPoolExecutor(1) as job:
        # The loop does this, and waits for nothing.
        assert not job.submit(quiet.give_way).result()
        assert await asyncio.get_running_loop().run_in_executor(job, quiet.give_way)


def test_a_job_gives_way_until_the_loop_waits_again_or_for_so_long() -> None:
    with asyncio.Runner(loop_factory=quiet.new_loop) as runner:
        runner.run(answer_a_key())


def test_nobody_gives_way_to_a_loop_that_has_ended() -> None:
    with asyncio.Runner(loop_factory=quiet.new_loop) as runner:
        runner.run(asyncio.sleep(0))
    assert quiet.give_way()
