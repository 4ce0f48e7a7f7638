"""Push every message of a labelled file through safe mode at a bot: answers, times, tickets.

python -m benchmarks.replay FILE.jsonl
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from benchmarks.pushes import send_all, text_push
from benchmarks.running import bot, free_port, stand_in
from benchmarks.tickets import count_tickets

BUDGET = 5.0


def main(file: Path) -> int:
    """Replay the file; 0 when every message was answered in time and none was lost."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    pushes = [text_push(f"oReplay{n:021d}", line["text"]) for n, line in enumerate(lines)]
    with tempfile.TemporaryDirectory() as name:
        folder, port, api = Path(name), free_port(), free_port()
        address = f"http://127.0.0.1:{port}/wechat"
        with stand_in(folder, api, address), bot(folder, port, api):
            results = asyncio.run(send_all(address, pushes, connections=16))
        tickets, doubles = count_tickets(folder)
    answered = [each for each in results.sent if each.status == 200]
    late = sum(each.seconds > BUDGET for each in answered)
    wordless = sum(b"<Encrypt>" not in each.body for each in answered)
    errors = len(pushes) - len(answered)
    print(f"messages {len(pushes)}, answered {len(answered)}, errors {errors}")
    print(f"without words {wordless}, over {BUDGET:.0f} s {late}, rate {results.rate:.0f}/s")
    for share in (0.5, 0.95, 0.99, 1.0):
        print(f"p{share * 100:.0f} {results.percentile(share) * 1000:.0f} ms")
    print(f"people with tickets {len(tickets)}, filed twice {doubles}")
    return 1 if errors or late or doubles else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
