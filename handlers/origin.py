"""Whether a form was sent from a page of ours, as the browser says."""

from collections.abc import Collection, Mapping

FORM = "application/x-www-form-urlencoded"
FORM_WITH_FILES = "multipart/form-data"


def is_from_here(
    headers: Mapping[str, str], public_url: str, kinds: Collection[str] = (FORM,)
) -> bool:
    """Whether this is a form of a page of ours, of one of these content types.

    Source: Fetch Metadata Request Headers (W3C); RFC 6454 for browsers that have none.
    """
    is_form = headers.get("Content-Type", "").split(";")[0].strip().lower() in kinds
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    return is_form and (site == "same-origin" if site else origin == public_url)
