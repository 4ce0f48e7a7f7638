"""Numbers that can be tapped instead of typed, for fingers that do not find the keys.

WeChat shows ``weixin://bizmsgmenu`` links in a text; a tap sends their words as if typed, with
their identifier. They can be tapped for ever, so the identifier says which sentence it was.
"""

import re

_CHOICE = re.compile(r"(?:(?<=\n)|(?<=　)|\A)([0-9]) ([^\s　{}]+)")
_LINK = re.compile(r'<a href="weixin://bizmsgmenu\?[^"]*">([^<]*)</a>')


def tappable(template: str, name: str) -> str:
    """A sentence with each ``1 words`` at the beginning of a line, or after 　, as a link."""

    def link(found: re.Match[str]) -> str:
        sent = f"msgmenucontent={found[1]}&msgmenuid={name}"
        return f'<a href="weixin://bizmsgmenu?{sent}">{found[0]}</a>'

    return _CHOICE.sub(link, template)


def without_links(said: str) -> str:
    """The same in words only, to be spoken, printed or shown elsewhere."""
    return _LINK.sub(r"\1", said)
