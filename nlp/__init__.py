"""From what a resident says to what the desk needs to know: queue, needs, place, danger."""

from .entries import LexiconError
from .likeness import SAME, Likeness, Report, likeness
from .model import OTHER, QUEUES, Evidence, Need, Slots, Understanding
from .search_words import SearchWords
from .slots import find_phone
from .understand import Understander

__all__ = [
    "OTHER",
    "QUEUES",
    "SAME",
    "Evidence",
    "LexiconError",
    "Likeness",
    "Need",
    "Report",
    "SearchWords",
    "Slots",
    "Understander",
    "Understanding",
    "find_phone",
    "likeness",
]
