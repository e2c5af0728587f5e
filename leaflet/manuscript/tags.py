"""Tags in HTML: where they stand, and of which element they are."""

import re
from functools import lru_cache

TAG = re.compile(r"""(<(?:[^<>"']|"[^"]*"|'[^']*')*>)""")
"""One tag of HTML, whatever signs stand in its attributes."""

_ELEMENT = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)[\s/>]")


@lru_cache(1024)
def element_of(tag: str) -> str:
    """Return the element that a tag begins or ends, in small letters; nothing for a comment.

    >>> element_of('<P class="a">'), element_of("</p>"), element_of("<!-- p -->")
    ('p', 'p', '')
    """
    found = _ELEMENT.match(tag)
    return found[1].lower() if found else ""
