"""The queue a message goes to, and why."""

from pathlib import Path

import pytest

from nlp import QUEUES, Understander

from .lexicons import write_lexicon


@pytest.fixture
def small(tmp_path: Path) -> Understander:
    return Understander.load(write_lexicon(tmp_path))


def test_the_strongest_queue_wins(small: Understander) -> None:
    assert small.understand("水管漏水").queue == "repair"
    assert small.understand("想离婚找律师").queue == "legal_aid"


def test_without_any_evidence_it_is_other_and_not_sure(small: Understander) -> None:
    understood = small.understand("嗯嗯")
    assert (understood.queue, understood.sure, understood.evidence) == ("other", False, ())


def test_negation_takes_evidence_back(small: Understander) -> None:
    assert small.understand("修灯").queue == "repair"
    assert small.understand("灯不用修").queue != "repair"


def test_evidence_names_the_words_the_queue_and_the_weight(small: Understander) -> None:
    strongest = small.understand("水管坏了").evidence[0]
    assert strongest.term in {"坏了", "水管…坏了"}
    assert strongest.queue == "repair"
    assert strongest.weight > 1


def test_evidence_is_ranked(understander: Understander) -> None:
    weights = [e.weight for e in understander.understand("厨房水管裂了一直漏水，来修").evidence]
    assert weights == sorted(weights, reverse=True)


def test_more_evidence_gives_more_confidence(small: Understander) -> None:
    hint, strong = small.understand("灯"), small.understand("水管坏了漏水快来修")
    assert hint.confidence < strong.confidence


@pytest.mark.parametrize("queue", QUEUES)
def test_the_answer_is_one_of_the_queues(understander: Understander, queue: str) -> None:
    assert understander.understand(queue).queue in QUEUES
