"""Lets staff and checks try the understanding without the bot: classify one text, score a file."""

import argparse
import json
import sys
from pathlib import Path

from .entries import LexiconError
from .evaluate import ExampleError, read_examples, report, score
from .lexicon import FOLDER
from .teach import Teacher
from .understand import Understander


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it worked, 2 when the input or the lexicon has an error."""
    options = _parser().parse_args(arguments)
    try:
        _COMMANDS[options.command](options)
    except (LexiconError, ExampleError, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
        return 2
    return 0


def _classify(options: argparse.Namespace) -> None:
    understanding = Understander.load(options.lexicon).understand(options.text)
    print(json.dumps(understanding.as_json(), ensure_ascii=False))


def _eval(options: argparse.Namespace) -> None:
    examples = read_examples(options.file)
    result = score(Understander.load(options.lexicon), examples)
    print(json.dumps(result, ensure_ascii=False) if options.json else report(result))


def _learn(options: argparse.Namespace) -> None:
    examples = [example for file in options.files for example in read_examples(file)]
    teacher = Teacher(options.lexicon)
    lesson = teacher.teach(examples)
    teacher.write(lesson)
    print(f"macro-F1 on folds that were left out: {lesson.macro_f1:.4f}")


_COMMANDS = {"classify": _classify, "eval": _eval, "learn": _learn}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description=__doc__)
    parser.add_argument("--lexicon", type=Path, default=FOLDER, help="folder of word lists")
    commands = parser.add_subparsers(dest="command", required=True)
    classify = commands.add_parser("classify", help="print what is understood of one text")
    classify.add_argument("text")
    evaluate = commands.add_parser("eval", help="score a labelled .jsonl file")
    evaluate.add_argument("file", type=Path)
    evaluate.add_argument("--json", action="store_true", help="print numbers as one JSON object")
    learn = commands.add_parser("learn", help="write weights.yaml from labelled .jsonl files")
    learn.add_argument("files", type=Path, nargs="+")
    return parser


if __name__ == "__main__":
    sys.exit(main())
