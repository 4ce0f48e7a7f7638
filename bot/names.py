"""What somebody may call themselves to people who open the door to them."""

import re

_LENGTH = range(2, 11)
# Nobody must look like an office to those who trust the name.
_OFFICE = re.compile(
    "社区|居委|街道|物业|工作人员|主任|政府|公安|民警|警察|法院|银行|医保|社保|客服"
)


def is_name(said: str) -> bool:
    """Whether this is short, made of letters, and no office."""
    is_written = len(said) in _LENGTH and said.replace("·", "").replace(" ", "").isalpha()
    return is_written and not _OFFICE.search(said)
