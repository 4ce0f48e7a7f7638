"""Text made fit for a notice: one line, no emoji, no phone numbers, short without being cut rudely.

A notice shows on the lock screen, so whoever holds the phone reads it.
Source: WeChat 模板消息 rules of 2023-05-04 (no line breaks, no emoji, 20 characters).
"""

import re
import unicodedata

_KEPT_SYMBOLS = "°℃℉№"
_EMOJI_OUTSIDE_SYMBOLS = "‼⁉〰◻◼◽◾⃣"
_DROPPED = ("Cc", "Cf", "Cs", "Co", "Cn", "So")
_SKIN_TONES = range(0x1F3FB, 0x1F400)

_MOBILE = re.compile(r"(?<!\d)(?:86[ -]?)?(1[3-9]\d)(?:[ -]?\d){4}((?:[ -]?\d){4})(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_CARD = re.compile(r"\d{4}(?:[ -]\d{4}){2,}(?:[ -]\d{1,4})?")
_LONG_RUN = re.compile(r"\d{7,}[Xx]?")

_PAUSE = re.compile(r"[，。；：、！？,;:!?（(【「 ]")
_RUN_END = re.compile(r"[A-Za-z0-9]+$")
_ELLIPSIS = "…"


def one_line(text: str) -> str:
    """Return `text` on one line, digits in half width, without controls and emoji."""
    spaced = "".join(" " if character.isspace() else character for character in text)
    shown = "".join(_half_width(character) for character in spaced if _is_shown(character))
    return " ".join(shown.split())


def mask_person(text: str) -> str:
    """Return `text` with mobile numbers as 138****0000 and identity numbers as stars."""
    masked = _IDENTITY.sub("****", text)
    return _MOBILE.sub(lambda found: f"{found[1]}****{_digits(found[2])}", masked)


def mask_digits(text: str) -> str:
    """Return `text` with people, bank cards and every run of seven digits or more masked."""
    masked = _CARD.sub("****", mask_person(text))
    return _LONG_RUN.sub(lambda found: f"****{found[0][-2:]}", masked)


def shorten(text: str, limit: int) -> str:
    """Return `text` in at most `limit` characters, ended by `…` where something is missing.

    The cut is at a pause, else before a word of letters or digits, if that keeps half of it.
    """
    if len(text) <= limit:
        return text
    end = limit - len(_ELLIPSIS)
    pauses = [found.start() for found in _PAUSE.finditer(text, limit // 2, limit)]
    run = _RUN_END.search(text[:end])
    if pauses:
        end = pauses[-1]
    elif run and run.start() >= limit // 2 and re.match("[A-Za-z0-9]", text[end]):
        end = run.start()
    return text[:end].rstrip() + _ELLIPSIS


def _is_shown(character: str) -> bool:
    if character in _KEPT_SYMBOLS:
        return True
    if character in _EMOJI_OUTSIDE_SYMBOLS or ord(character) in _SKIN_TONES:
        return False
    is_selector = unicodedata.name(character, "").startswith("VARIATION SELECTOR")
    return unicodedata.category(character) not in _DROPPED and not is_selector


def _half_width(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
