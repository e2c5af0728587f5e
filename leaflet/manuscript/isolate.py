"""Runs that must never be turned round or broken: phones, times, IBANs, postcodes, e-mails.

In a right-to-left paragraph the Unicode bidirectional algorithm prints `0808 1647 686` as
`686 1647 0808`. A helpline number reversed in print is the worst that this program could
do, so the whole run, letters included, is isolated left-to-right and kept on one line.
"""

import re
from html import escape

from leaflet.manuscript.tags import TAG

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_CLOCK = r"\d{1,2}(?:[.:]\d{2})?[ \u00a0]?(?:am|pm)?"
_NUMBER = r"\(?\+?\(?\d[\d()]*"

RUN = re.compile(
    rf"""
    [\w.+'’-]+@[\w-]+(?:\.[\w-]+)+                          # an e-mail address
    | \b[A-Z]{{2}}\d{{2}}(?:[ ]?[A-Z0-9]{{4}}){{2,7}}(?:[ ]?[A-Z0-9]{{1,3}})?\b   # an IBAN
    | \b[A-Z]{{1,2}}\d[A-Z\d]?[ \u00a0]\d[A-Z]{{2}}\b             # a postcode of the United Kingdom
    | \b\d{{1,2}}[ \u00a0](?:{_MONTHS})(?:[ \u00a0]\d{{4}})?\b    # a date
    | (?<![\w.]){_CLOCK}[ \u00a0]?[–-][ \u00a0]?{_CLOCK}(?![\w])  # a range of times
    | (?<![\w.]){_NUMBER}(?:[ \u00a0./-]{_NUMBER})+(?!\w)         # groups of digits: a phone
    | (?<![\w.])\d[\d.,:/]*(?:[–/-]\d[\d.,:/]*)+(?<![.,:/])(?!\w)  # a range of numbers
    | (?<![\w.])\d{{1,2}}[.:]\d{{2}}[ \u00a0]?(?:am|pm)\b         # a time
    """,
    re.VERBOSE,
)

_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")


def isolate_text(text: str) -> str:
    """Return plain text as HTML, each run isolated.

    >>> isolate_text("Ring 0300 123 23 23 & ask")
    'Ring <span class="run" dir="ltr">0300 123 23 23</span> &amp; ask'
    """
    return isolate_html(escape(text, quote=False))


def isolate_html(html: str) -> str:
    """Return `html` with each run in its text isolated; tags and code are left alone.

    >>> isolate_html('<p title="1-2">Open 10.30am–4pm</p>')
    '<p title="1-2">Open <span class="run" dir="ltr">10.30am–4pm</span></p>'
    """
    result, in_code = [], 0
    for number, part in enumerate(TAG.split(html)):
        if number % 2:
            in_code += part.startswith(("<code", "<pre")) - part.startswith(("</code", "</pre"))
            result.append(part)
        else:
            result.append(part if in_code else RUN.sub(_isolated, part))
    return "".join(result)


def curl(text: str) -> str:
    """Return plain text with the apostrophes that print wants; addresses keep theirs.

    >>> curl("Rose's pat.o'neill@example.org")
    "Rose’s pat.o'neill@example.org"
    """
    done, at = [], 0
    for run in RUN.finditer(text):
        done += [_APOSTROPHE.sub("’", text[at : run.start()]), run[0]]
        at = run.end()
    return "".join([*done, _APOSTROPHE.sub("’", text[at:])])


def _isolated(run: re.Match[str]) -> str:
    if "@" in run[0]:
        # Markdown curls apostrophes wherever they stand; an address has straight ones.
        return f'<span class="run" dir="ltr">{run[0].replace("’", "&#x27;")}</span>'
    return f'<span class="run" dir="ltr">{run[0]}</span>'
