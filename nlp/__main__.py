"""Lets staff and checks try the understanding without the bot: classify one text, score a file."""

import argparse
import json
import sys
from pathlib import Path

from .evaluate import ExampleError, read_examples, report, score
from .lexicon import LexiconError
from .understand import Understander


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 when the input or the lexicon has an error."""
    options = _parser().parse_args(arguments)
    try:
        understander = Understander.load(options.lexicon)
        if options.command == "classify":
            print(json.dumps(understander.understand(options.text).as_json(), ensure_ascii=False))
        else:
            result = score(understander, read_examples(options.file))
            print(json.dumps(result, ensure_ascii=False) if options.json else report(result))
    except (LexiconError, ExampleError, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description=__doc__)
    parser.add_argument("--lexicon", type=Path, help="folder of word lists (default: ours)")
    commands = parser.add_subparsers(dest="command", required=True)
    classify = commands.add_parser("classify", help="print what is understood of one text")
    classify.add_argument("text")
    evaluate = commands.add_parser("eval", help="score a labelled .jsonl file")
    evaluate.add_argument("file", type=Path)
    evaluate.add_argument("--json", action="store_true", help="print numbers as one JSON object")
    return parser


if __name__ == "__main__":
    sys.exit(main())
