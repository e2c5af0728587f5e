"""Words as they stand in Markdown, so that none of their signs means anything.

Only what Markdown, its extensions and our own fences and facts would read is escaped: the
author goes on working with this text.
"""

import re
from urllib.parse import quote

_SIGNS = re.compile(
    r"""
    [\\`*\[\]]                 # escapes, code, emphasis, links
    | (?<![^\W_])_ | _(?![^\W_])  # an underline, but for one inside a word
    | <                        # HTML
    | &(?=\#?\w+;)             # a character by its name
    | \{+                      # facts and lists of attributes
    """,
    re.VERBOSE,
)
_BY_BACKSLASH = re.compile(r"#|[+](?=\s|$)|-(?=[\s-]|$)|>")
"""What Markdown reads at the beginning of a line, and a backslash takes its meaning from."""

_BY_NAME = re.compile(r":(?=\s)|~(?=~~)|=(?==*\s*$)|/(?=//)")
"""The same, for signs before which a backslash would be printed."""

_NUMBER = re.compile(r"(\d+)\.(?=\s|$)")
_LAST_HASHES = re.compile(r"#+$")
_ADDRESS_SAFE = "!#$%&'*+,-./:;=?@_~"


def escaped(words: str) -> str:
    r"""Return words as they stand in the midst of a line.

    >>> print(escaped("5 * 3 < 20, snake_case, _so_, {{ x }}"))
    5 \* 3 &lt; 20, snake_case, \_so\_, \{{ x }}
    """
    return _SIGNS.sub(_sign, words)


def escaped_start(line: str) -> str:
    r"""Return a line of Markdown that Markdown takes for the beginning of nothing.

    >>> print(escaped_start("1. April"), escaped_start("/// cover"), escaped_start("- x"))
    1\. April &#47;// cover \- x
    """
    if _BY_BACKSLASH.match(line):
        return f"\\{line}"
    if _BY_NAME.match(line):
        return f"&#{ord(line[0])};{line[1:]}"
    return _NUMBER.sub(r"\1\\.", line, count=1) if _NUMBER.match(line) else line


def escaped_end(heading: str) -> str:
    r"""Return the words of a heading, whose last # would be taken for decoration.

    >>> print(escaped_end("In C#"))
    In C\#
    """
    return _LAST_HASHES.sub(lambda signs: r"\#" * len(signs[0]), heading)


def address_of(address: str) -> str:
    """Return an address as it stands in a link, with no sign that would end the link.

    >>> address_of("https://example.org/a (b)?c={{d}}")
    'https://example.org/a%20%28b%29?c=%7B%7Bd%7D%7D'
    """
    return "".join(
        one if one.isalnum() or one in _ADDRESS_SAFE else quote(one) for one in address.strip()
    )


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == "<":
        return "&lt;"
    if sign == "&":
        return "&amp;"
    if sign.startswith("{"):
        # Two braces are a fact, and have an escape of their own; one is a list of attributes.
        return r"\{{" * (len(sign) // 2) + r"\{" * (len(sign) % 2)
    return f"\\{sign}"
