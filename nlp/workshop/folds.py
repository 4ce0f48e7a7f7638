"""Honest figures on messages the shipped weights have learned from: each is answered by weights
that were fitted without it.
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ..understand import Understander
from .evaluate import Answer, answer_all
from .examples import Example
from .teach import Teacher, fold_of


def answer_unseen(folder: Path, examples: Sequence[Example], folds: int) -> list[Answer]:
    """Answers to all examples, in their order; takes about a second per fold and 1,000 examples.

    The calibration and the danger rules stay those of the folder.
    """
    teacher = Teacher(folder)
    answers: dict[int, Answer] = {}
    with TemporaryDirectory() as temporary:
        copy = Path(shutil.copytree(folder, Path(temporary) / "lexicon"))
        for fold in range(folds):
            asked = [i for i, e in enumerate(examples) if fold_of(e, folds) == fold]
            teacher.write(teacher.refit([e for e in examples if fold_of(e, folds) != fold]), copy)
            understander = Understander.load(copy)
            found = answer_all(understander, [examples[i] for i in asked])
            answers.update(zip(asked, found, strict=True))
    return [answers[i] for i in range(len(examples))]
