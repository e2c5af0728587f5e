"""Words that the program itself prints, by language."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "phone": "Phone",
        "hours": "Hours",
        "email": "E-mail",
        "web": "Web",
        "address": "Post",
        "version": "Version",
        "reviewed": "Reviewed",
        "next-review": "Next review",
        "to-come": "to come",
        "date-to-come": "date to come",
        "number-to-come": "number to come",
        "rights": "All rights reserved.",
        "page-of": 'Page " counter(page) " of " counter(pages) "',
        "draft": "Draft: not for printing or handing out",
        "errors": "Has errors: not for printing",
        "draft-narrow": "Draft: do not use",
        "errors-narrow": "Has errors",
        "no-fit": "DOES NOT FIT",
        "qr": "QR code for",
        "qr-to-come": "QR code to come",
        "year": "year",
        "picture-missing": "picture to come",
        "picture": "Picture",
        "map-to-come": "map to come",
    }
}
"""What stands on the page beside the author's own words. A language that is not here gets
the English ones, marked as English."""

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are written from right to left in their usual script (CLDR 45)."""


def direction(language: str) -> str:
    """Return how a language runs, as HTML says it.

    >>> direction("ar-EG"), direction("en-GB")
    ('rtl', 'ltr')
    """
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def words_for(language: str) -> tuple[str, Mapping[str, str]]:
    """Return the language of the words, and the words.

    >>> words_for("en-GB")[0]
    'en'
    """
    primary = language.split("-", maxsplit=1)[0].lower()
    return (primary, WORDS[primary]) if primary in WORDS else ("en", WORDS["en"])


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(value: object) -> str:
    """Return a date as a reader says it.

    >>> from datetime import date
    >>> day(date(2026, 10, 1))
    '1 October 2026'
    """
    year, month, number = str(value).split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"
