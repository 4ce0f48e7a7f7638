"""Kill the bot with messages in flight, start it again, retry as WeChat does, and count.

python -m benchmarks.crash [MESSAGES] [ROUNDS]
"""

import asyncio
import contextlib
import random
import sys
import tempfile
from pathlib import Path

from benchmarks.pushes import Results, send_all, text_push
from benchmarks.running import bot, free_port, stand_in
from benchmarks.tickets import count_tickets
from simulator.exchanges import Push

TEXT = "三楼楼道灯不亮了，晚上看不见"
DELIVERIES = 3


async def _send_and_kill(address: str, pushes: list[Push], kill: float, pid: int) -> Results:
    """Send all at once and kill the process so many seconds later."""
    killing = asyncio.create_task(_kill(pid, kill))
    results = await send_all(address, pushes, connections=len(pushes))
    await killing
    return results


async def _kill(pid: int, after: float) -> None:
    await asyncio.sleep(after)
    killer = await asyncio.create_subprocess_exec("kill", "-9", str(pid))
    await killer.wait()


def crash(number: int, messages: int) -> bool:
    """One round; whether nothing was lost and nothing doubled."""
    pushes = [text_push(f"oCrash{n:022d}", TEXT) for n in range(messages)]
    with tempfile.TemporaryDirectory() as name:
        folder, port, api = Path(name), free_port(), free_port()
        address = f"http://127.0.0.1:{port}/wechat"
        with stand_in(folder, api, address):
            with contextlib.suppress(ProcessLookupError), bot(folder, port, api) as running:
                after = random.uniform(0.5, 2.5)  # noqa: S311 - a moment, not a secret
                first = asyncio.run(_send_and_kill(address, pushes, after, running.pid))
            acknowledged = _acknowledged(first)
            with bot(folder, port, api):
                waiting = [push for push in pushes if push.openid not in acknowledged]
                for _ in range(DELIVERIES - 1):
                    retried = asyncio.run(send_all(address, waiting, connections=32))
                    acknowledged |= _acknowledged(retried)
                    waiting = [push for push in waiting if push.openid not in acknowledged]
        tickets, doubles = count_tickets(folder)
    lost = sum(1 for person in acknowledged if person not in tickets)
    print(
        f"round {number}: killed after {after:.2f} s,"
        f" acknowledged before {len(_acknowledged(first))},"
        f" after retries {len(acknowledged)} of {messages}, tickets {tickets.total()},"
        f" duplicates {doubles}, losses {lost}",
        flush=True,
    )
    return not lost and not doubles and len(acknowledged) == messages


def _acknowledged(results: Results) -> set[str]:
    return {each.push.openid for each in results.sent if each.status == 200}


def main(messages: int = 500, rounds: int = 3) -> int:
    """Crash so many times; 0 when all went well."""
    good = [crash(number, messages) for number in range(1, rounds + 1)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(*(int(each) for each in sys.argv[1:])))
