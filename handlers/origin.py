"""Whether a form was sent from a page of ours, as the browser says."""

from collections.abc import Mapping

FORM = "application/x-www-form-urlencoded"


def is_from_here(headers: Mapping[str, str], public_url: str) -> bool:
    """Whether this is a form of a page of ours.

    Source: Fetch Metadata Request Headers (W3C); RFC 6454 for browsers that have none.
    """
    is_form = headers.get("Content-Type", "").split(";")[0].strip().lower() == FORM
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    return is_form and (site == "same-origin" if site else origin == public_url)
