"""Reads edits out of the forms of the teaching pages."""

from collections.abc import Callable, Mapping, Sequence

from bot.office.lexicon_view import unused_name
from bot.office.teaching import LessonError
from nlp.edits import AddTerm, Edit, NewFamily, RemoveTerm, Reweigh, WeighWord
from nlp.lexicon import Lexicon

NO_NUMBER = "分量要写成数字，例如 1.5。"
NO_WORDS = "请先填一个词。"

Form = Mapping[str, Sequence[str]]


def edits_of(kind: str, form: Form, lexicon: Lexicon) -> Sequence[Edit]:
    """The edits that a form of this kind asks for. Raises LessonError."""
    read = _READERS.get(kind)
    if read is None:
        raise LessonError("不认得这一步，请回到上一页再试。")
    edits = read(form, lexicon)
    if not edits:
        raise LessonError(NO_WORDS)
    return edits


def _add(form: Form, lexicon: Lexicon) -> list[Edit]:
    return [AddTerm(word, _one(form, "family")) for word in _words(form)]


def _remove(form: Form, lexicon: Lexicon) -> list[Edit]:
    return [RemoveTerm(word, _one(form, "family")) for word in _words(form)]


def _weigh(form: Form, lexicon: Lexicon) -> list[Edit]:
    return [WeighWord(word, _one(form, "queue"), _weight(form)) for word in _words(form)]


def _reweigh(form: Form, lexicon: Lexicon) -> list[Edit]:
    return [Reweigh(_one(form, "family"), _one(form, "queue"), _weight(form))]


def _begin(form: Form, lexicon: Lexicon) -> list[Edit]:
    words = " ".join(_words(form))
    if not words:
        return []
    return [NewFamily(unused_name(lexicon), _one(form, "queue"), _weight(form), words)]


_READERS: Mapping[str, Callable[[Form, Lexicon], list[Edit]]] = {
    "add": _add,
    "remove": _remove,
    "weigh": _weigh,
    "reweigh": _reweigh,
    "begin": _begin,
}


def _one(form: Form, name: str) -> str:
    return (form.get(name) or [""])[0].strip()


def _words(form: Form) -> list[str]:
    """Words separated by spaces or the commas and pauses of either script, each once."""
    text = " ".join(form.get("words", ()))
    for mark in "，,、；;":
        text = text.replace(mark, " ")
    return list(dict.fromkeys(text.split()))


def _weight(form: Form) -> float:
    try:
        return float(_one(form, "weight"))
    except ValueError:
        raise LessonError(NO_NUMBER) from None
