"""From what a resident says to what the desk needs to know: queue, needs, place, danger."""

from .entries import LexiconError
from .model import QUEUES, Evidence, Need, Slots, Understanding
from .understand import Understander

__all__ = [
    "QUEUES",
    "Evidence",
    "LexiconError",
    "Need",
    "Slots",
    "Understander",
    "Understanding",
]
