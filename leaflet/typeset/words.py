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
        "no-fit": "DOES NOT FIT",
        "qr": "QR code for",
        "qr-to-come": "QR code to come",
        "year": "year",
        "picture-missing": "picture to come",
    }
}
"""What stands on the page beside the author's own words. A language that is not here gets
the English ones, marked as English."""

HOW_TO: Mapping[str, Mapping[str, str]] = {
    "en": {
        "a4": "A4",
        "letter": "Letter",
        "title": "How to print this",
        "both-pages": "Page 1 is the outside of the sheet, page 2 is the inside. The last page, "
        "this one, is only for you.",
        "one-page": "Page 1 is the poster. The last page, this one, is only for you.",
        "smaller": "On %(paper)s this comes at %(scale)d%% of its full size, so that it fits on "
        "one sheet. A print shop can print it at full size.",
        "settings": "Settings",
        "set-paper": "Paper: %(paper)s, plain and white.",
        "set-pages": "Pages: 1 to 2.",
        "set-page": "Page: 1.",
        "set-size": "Size: “Actual size” or “100%”. Not “Fit” and not “Shrink”.",
        "set-landscape": "Direction: landscape, the long edge at the top.",
        "set-portrait": "Direction: portrait, the short edge at the top.",
        "set-short": "Both sides, if your printer can: choose “Flip on short edge”.",
        "set-long": "Both sides, if your printer can: choose “Flip on long edge”.",
        "set-one": "Print on both sides: no.",
        "set-colour": "Colour or black and white: both can be read well.",
        "try-both": "Print one copy first. Turn it over like the page of a book: both sides "
        "must be the right way up.",
        "try-one": "Print one copy first, and see that nothing is cut off.",
        "one-sided": "If your printer prints one side only",
        "other-file": "Use the file %(file)s: it is set for that.",
        "one-sided-1": "Print page 1.",
        "one-sided-2": "Put the sheet back, so that its empty side will be printed.",
        "one-sided-3": "Print page 2.",
        "one-sided-try": "Try it with one sheet. If page 2 is upside down, put the sheet "
        "in the other way round and try again.",
        "one-sided-glue": "Or print each page on a sheet of its own, and stick both together, "
        "back to back, with the same edge at the top.",
        "fold": "How to fold it",
    }
}
"""The page that tells how to print the home edition, in the languages of `WORDS`."""

FOLDING: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "F6-5": (
            "Lay the sheet on a table with page 2, the inside, facing you and the right way up.",
            "Fold the right third over to the left, at the short grey lines at top and bottom.",
            "Fold the left third over to the right, on top of it.",
            "The cover is now on top. It opens like a book.",
        ),
        "F6-1": (
            "Lay the sheet on a table with page 2, the inside, facing you and the right way up.",
            "Fold the left third over to the right, at the short grey lines at top and bottom.",
            "Fold the right third backwards, behind the others, so that the sheet makes a Z.",
            "The cover is now on top. It opens like a concertina.",
        ),
    }
}
"""How to fold, step by step, by language and by the code in CIP4's fold catalogue."""


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
