"""Lets staff and checks try the understanding without the bot, and care for its lexicon."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .entries import LexiconError
from .lexicon import FOLDER
from .understand import Understander
from .workshop.alarms import alarms
from .workshop.compare import compare
from .workshop.corrections import Advice, advise, read_corrections
from .workshop.edits import Suggested, apply
from .workshop.evaluate import Answer, answer_all, score
from .workshop.examples import LABELLED, Example, ExampleError, read_examples
from .workshop.known import keep_answers
from .workshop.lint import lint
from .workshop.report import report
from .workshop.wording import advice_as_json, describe, describe_advice


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    0 when it worked, 1 when `lint` found errors, 2 when the input or the lexicon cannot be used.
    """
    options = _parser().parse_args(arguments)
    try:
        return _COMMANDS[options.command](options)
    except (LexiconError, ExampleError, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)
    except ModuleNotFoundError as error:
        print(f"错误：学习要用到 {error.name}，先运行 make test 装好再来", file=sys.stderr)
    return 2


def _classify(options: argparse.Namespace) -> int:
    understanding = Understander.load(options.lexicon).understand(options.text)
    print(json.dumps(understanding.as_json(), ensure_ascii=False))
    return 0


def _eval(options: argparse.Namespace) -> int:
    files = {file: read_examples(file) for file in options.files}
    answers = _answers(options, [example for file in files.values() for example in file])
    for file, examples in files.items():
        result = score(answers[: len(examples)])
        answers = answers[len(examples) :]
        if len(files) > 1 and not options.json:
            print(f"== {file}")
        print(json.dumps(result, ensure_ascii=False) if options.json else report(result))
    return 0


def _answers(options: argparse.Namespace, examples: Sequence[Example]) -> list[Answer]:
    if options.folds:
        from .workshop.folds import answer_unseen  # its libraries are not there for running

        return answer_unseen(options.lexicon, examples, options.folds)
    return answer_all(Understander.load(options.lexicon), examples)


def _fit(options: argparse.Namespace) -> int:
    from .workshop.learn_danger import teach_hints  # their libraries are not there for running
    from .workshop.teach import Teacher

    examples = [example for file in options.files for example in read_examples(file)]
    teacher = Teacher(options.lexicon)
    lesson = teacher.teach(examples)
    teacher.write(lesson, options.lexicon)
    teach_hints(options.lexicon, examples, options.lexicon)
    print(f"macro-F1 on folds that were left out: {lesson.macro_f1:.4f}")
    return 0


def _keep(_: argparse.Namespace) -> int:
    print(f"{keep_answers(Understander.load())} answers are not those a person gave")
    return 0


def _lint(options: argparse.Namespace) -> int:
    Understander.load(options.lexicon)
    findings = lint(options.lexicon, _labelled([]))
    errors = sum(finding.error for finding in findings)
    print("\n".join([*map(str, findings), f"{errors} 个错误，{len(findings) - errors} 个提示"]))
    return 1 if errors else 0


def _danger(options: argparse.Namespace) -> int:
    understander = Understander.load(options.lexicon)
    for file in options.files:
        print(alarms(understander, file, read_examples(file)))
    return 0


def _diff(options: argparse.Namespace) -> int:
    print(describe(compare(options.before, options.after, _labelled(options.files))))
    return 0


def _learn(options: argparse.Namespace) -> int:
    corrections = [correction for file in options.files for correction in read_corrections(file)]
    understander = Understander.load(options.lexicon)
    advice = advise(understander, corrections, _labelled(options.labelled))
    edits = _chosen(advice, options.only)
    if options.apply:
        apply(options.lexicon, edits, options.apply)
    if options.json:
        print(json.dumps(advice_as_json(advice), ensure_ascii=False))
    else:
        print(describe_advice(advice))
        if options.apply:
            print(f"改好的词表（{len(edits)} 处）写在 {options.apply}")
    return 0


def _chosen(advice: Advice, only: Sequence[int] | None) -> list[Suggested]:
    """The edits with these numbers, or all. Raises LexiconError when there is no such number."""
    edits = [suggestion.edit for suggestion in advice.suggestions]
    wrong = [number for number in only or () if not 1 <= number <= len(edits)]
    if wrong:
        raise LexiconError(f"没有第 {wrong[0]} 条建议，一共 {len(edits)} 条")
    return [edits[number - 1] for number in only] if only else edits


def _labelled(files: Sequence[Path]) -> list[Example]:
    """The labelled messages of the files, or our own."""
    return [example for file in files or [LABELLED] for example in read_examples(file)]


_COMMANDS = {
    "classify": _classify,
    "eval": _eval,
    "fit": _fit,
    "answers": _keep,
    "lint": _lint,
    "danger": _danger,
    "diff": _diff,
    "learn": _learn,
}


def _folds(text: str) -> int:
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError("give a whole number from 2 on")
    return int(text)


def _numbers(text: str) -> list[int]:
    if not all(part.isdecimal() for part in text.split(",")):
        raise argparse.ArgumentTypeError("give numbers like 1,3")
    return [int(part) for part in text.split(",")]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlp", description=__doc__)
    parser.add_argument("--lexicon", type=Path, default=FOLDER, help="folder of word lists")
    lexicon = argparse.ArgumentParser(add_help=False)
    lexicon.add_argument("--lexicon", type=Path, default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, purpose: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=purpose, description=purpose, parents=[lexicon])

    classify = command("classify", "print what is understood of one text")
    classify.add_argument("text")
    evaluate = command("eval", "score labelled .jsonl files")
    evaluate.add_argument("files", type=Path, nargs="+")
    evaluate.add_argument("--json", action="store_true", help="one JSON object a file")
    evaluate.add_argument(
        "--folds", type=_folds, help="answer each of N parts with weights fitted on the others"
    )
    fit = command("fit", "write weights.yaml from labelled .jsonl files")
    fit.add_argument("files", type=Path, nargs="+")
    command("answers", "keep what the shipped lexicon answers to our labelled sentences")
    command("lint", "look for words that never match, contradict each other or do nothing")
    danger = command("danger", "count and list what alarms in .jsonl files, and what should have")
    danger.add_argument("files", type=Path, nargs="+")
    diff = command("diff", "compare two lexicon folders and what they answer")
    diff.add_argument("before", type=Path)
    diff.add_argument("after", type=Path)
    diff.add_argument("files", type=Path, nargs="*", help="labelled .jsonl files")
    learn = command("learn", "suggest edits of the lexicon from what staff corrected")
    learn.add_argument("files", type=Path, nargs="+", help=".jsonl files of text, queue, was")
    learn.add_argument("--labelled", type=Path, action="append", default=[], metavar="FILE")
    learn.add_argument("--json", action="store_true", help="print one JSON object")
    learn.add_argument("--apply", type=Path, metavar="DIR", help="write an edited copy there")
    learn.add_argument("--only", type=_numbers, metavar="1,3", help="apply just these")
    return parser


if __name__ == "__main__":
    sys.exit(main())
