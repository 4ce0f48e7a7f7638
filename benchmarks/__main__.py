"""`make bench`: speed as a ratio to a bare Tornado handler, store operations, memory."""

import asyncio
import re
import tempfile
import urllib.request
from pathlib import Path

from benchmarks.pushes import Results, reports, send_all
from benchmarks.running import bot, free_port, memory_of, stand_in, yardstick

WARM_UP = 300
COUNT = 2500
ROUNDS = 3


def operations(port: int) -> float:
    """Store operations of the bot so far, from its own figures."""
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    found = re.search(r"^jieyou_store_operations ([0-9.e+]+)$", page, re.MULTILINE)
    return float(found[1]) if found else 0.0


def measure(port: int, count: int, prefix: str) -> Results:
    """Send so many reports of different people."""
    return asyncio.run(send_all(f"http://127.0.0.1:{port}/wechat", reports(count, prefix)))


def main() -> None:
    """Run the yardstick and the bot in turns and print the figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ports = {what: free_port() for what in ("bare", "bot", "api")}
        with (
            yardstick(folder, ports["bare"]),
            stand_in(folder, ports["api"], f"http://127.0.0.1:{ports['bot']}/wechat"),
            bot(folder, ports["bot"], ports["api"]) as running,
        ):
            measure(ports["bare"], WARM_UP, "oWarm")
            measure(ports["bot"], WARM_UP, "oWarm")
            ratios = [_round(number, ports) for number in range(1, ROUNDS + 1)]
            print(f"median ratio to bare Tornado   {sorted(ratios)[ROUNDS // 2]:.2f}")
            print(f"memory of the bot              {memory_of(running.pid):.0f} MB")


def _round(number: int, ports: dict[str, int]) -> float:
    bare = measure(ports["bare"], COUNT, f"oBare{number}")
    before = operations(ports["bot"])
    ours = measure(ports["bot"], COUNT, f"oBench{number}")
    spent = (operations(ports["bot"]) - before) / COUNT
    failed = sum(each.status != 200 for each in ours.sent) + COUNT - len(ours.sent)
    print(
        f"round {number}: bare {bare.rate:.0f}/s, bot {ours.rate:.0f}/s"
        f" (p50 {ours.percentile(0.5) * 1000:.0f} ms, p99 {ours.percentile(0.99) * 1000:.0f} ms),"
        f" ratio {ours.rate / bare.rate:.2f}, store operations per message {spent:.2f},"
        f" failed {failed}",
        flush=True,
    )
    return ours.rate / bare.rate


if __name__ == "__main__":
    main()
