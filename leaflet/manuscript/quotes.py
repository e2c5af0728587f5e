"""Quotation marks as each language sets them; authors type straight ones."""

from collections.abc import Mapping

_LOW_HIGH = ("&bdquo;", "&ldquo;")
_LOW_CLOSING = ("&bdquo;", "&rdquo;")
_ANGLES = ("&laquo;", "&raquo;")
_CLOSING_TWICE = ("&rdquo;", "&rdquo;")

DOUBLE: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("bg", "cs", "de", "is", "lt", "sk", "sl"), _LOW_HIGH),
    **dict.fromkeys(("hr", "hu", "pl", "ro", "sr"), _LOW_CLOSING),
    **dict.fromkeys(("be", "ca", "el", "es", "fa", "hy", "it", "nb", "nn", "no"), _ANGLES),
    **dict.fromkeys(("pt", "ru", "sq", "uk"), _ANGLES),
    **dict.fromkeys(("fi", "sv"), _CLOSING_TWICE),
    **dict.fromkeys(("ar", "he", "ur"), ("&rdquo;", "&ldquo;")),
    "fr": ("&laquo;&nbsp;", "&nbsp;&raquo;"),
}
"""Opening and closing marks by the language's first subtag (CLDR 45, delimiters; for French the
space that belongs to them). Single marks stay: they are apostrophes as well."""


def quotes(language: str) -> dict[str, str]:
    """Return what Markdown puts in the place of straight double quotes; nothing for English ones.

    >>> quotes("de-AT")["left-double-quote"]
    '&bdquo;'
    >>> quotes("cy")
    {}
    """
    marks = DOUBLE.get(language.split("-", maxsplit=1)[0].lower())
    if marks is None:
        return {}
    return {"left-double-quote": marks[0], "right-double-quote": marks[1]}
