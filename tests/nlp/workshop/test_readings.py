"""What the search for edits sees of a message."""

import pytest

from nlp import Understander
from nlp.workshop.examples import Example
from nlp.workshop.readings import Reader, Reading

from ..lexicons import write_lexicon


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return Reader(Understander.load(write_lexicon(tmp_path_factory.mktemp("lexicon"))))


def read(reader: Reader, text: str) -> Reading:
    return reader.read(Example(text, "other"))


def test_words_are_general_chinese_words(reader: Reader) -> None:
    reading = read(reader, "北京的张伟，三天了包裹 abc 12 在幸福里小区5栋")
    assert reading.words == {"包裹"}


def test_pairs_are_neighbours_that_both_say_something(reader: Reader) -> None:
    assert read(reader, "机器不吸烟").pairs == {"机器不", "不吸烟"}
    assert read(reader, "机器，吸烟").pairs == frozenset()
    assert read(reader, "我的机器").pairs == frozenset()


def test_a_shift_moves_the_answer_only_when_it_leads_clearly(reader: Reader) -> None:
    reading = read(reader, "包裹")
    assert reading.answer == "other"
    assert reading.shifted({"volunteer": 1.0}, "包裹") == "other"
    assert reading.shifted({"volunteer": 1.5}, "包裹") == "volunteer"
    assert reading.shifted({"other": -1.5}, "包裹") != "other"


def test_where_danger_decides_nothing_shifts(reader: Reader) -> None:
    reading = read(reader, "厨房着火了")
    assert reading.scores is None
    assert reading.shifted({"volunteer": 9.0}, "着火") == reading.answer
