"""Where families and terms stand."""

from pathlib import Path

from nlp.lexicon import FOLDER, load_hand_lexicon
from nlp.workshop.sources import read_sources

from ..lexicons import write_lexicon


def test_a_family_knows_file_line_weight_and_the_lines_of_its_terms(tmp_path: Path) -> None:
    repair = "families:\n  thing:\n    weight: 1\n    terms: >-\n      灯\n      水管\n"
    thing = read_sources(write_lexicon(tmp_path, repair=repair))["thing"]
    assert (thing.file, thing.queue, thing.weight) == ("repair.yaml", "repair", 1)
    assert dict(thing.terms) == {"灯": 5, "水管": 6}


def test_common_families_belong_to_no_queue(tmp_path: Path) -> None:
    assert read_sources(write_lexicon(tmp_path))["urgent"].queue is None


def test_every_family_and_pattern_of_the_real_lexicon_is_there() -> None:
    lexicon, sources = load_hand_lexicon(FOLDER), read_sources(FOLDER)
    assert sources.keys() == lexicon.families.keys() | lexicon.patterns.keys()
    for name, family in lexicon.families.items():
        assert tuple(sources[name].terms) == family.terms
