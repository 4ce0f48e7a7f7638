"""The learned table as YAML."""

from nlp.workshop.table import BIAS, as_yaml, flow

NONE = [0.0, 0.0, 0.0, 0.0, 0.0]


def test_the_table_is_short_and_sorted() -> None:
    weights = {
        BIAS: [0.0, 0.0, 0.0, 0.0, 1.0],
        "leak": [2.5, 0.04, 0.0, 0.0, -0.2],
        "灯": [0.52, *NONE[1:]],
        "门": [0.48, *NONE[1:]],
        "早": [0.04, 0.0, 0.0, 0.0, 1.2],
    }
    assert as_yaml(weights, ["leak"], 0.8, 0.6).splitlines()[1:] == [
        "temperature: 0.8",
        "sure_from: 0.6",
        "bias: {other: 1.00}",
        "features:",
        "  leak: {repair: 2.50, other: -0.20}",
        "words:",
        "  repair:",
        "    0.5: 灯 门",
        "  legal_aid: {}",
        "  benefits: {}",
        "  volunteer: {}",
        "  other:",
        "    1.2: 早",
    ]


def test_weights_of_no_account_are_left_out() -> None:
    assert flow({"repair": 0.04, "other": -0.05}) == "{other: -0.05}"
