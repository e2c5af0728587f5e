"""Addresses as people write them: some are none."""

from urllib.parse import SplitResult, urlsplit

NOWHERE = SplitResult("", "", "", "", "")
"""What stands for words that are no address at all."""


def split_address(written: str) -> SplitResult:
    """Return the parts of an address; those of `NOWHERE` for one that cannot be split.

    >>> split_address("https://example.org/help").netloc
    'example.org'
    >>> split_address("http://[").scheme
    ''
    """
    try:
        return urlsplit(written)
    except ValueError:  # a bracket that is never closed, for one
        return NOWHERE
