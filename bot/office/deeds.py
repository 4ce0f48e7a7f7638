"""Why a deed at a page is not done, in words for who wanted it, and what it may be done to."""


class DeedRefusedError(Exception):
    """What was filled in cannot be; the words say what to do next, and nothing is changed."""


class GoneError(Exception):
    """There is no such person or area, or it is not theirs: nobody learns which."""
