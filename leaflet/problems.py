"""What the checks find, in words for people.

A mistake in content is a `Problem`: collected, sorted, told all at once. A mistake of ours
is an exception. Text for people stands in `Problem(...)` and nowhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """Must be mended before anything goes to print; exit code 1."""

    WARNING = "warning"
    """Should be looked at; `--strict` makes it count like an error."""

    NOTE = "note"
    """Good to know; shown with `-v`, in `--json` and in the index page."""


CODES = {
    "address-long": "A web address that nobody types",
    "advice-missing": "Readers are not told whom to ask about themselves",
    "annotation-inside": "Something to click on what is printed",
    "approval-open": "Words about health that no clinician has approved",
    "bleed-missing": "Art that ends at the trim",
    "block-misplaced": "A block stands where it cannot stand",
    "block-option": "A block has an option that it does not know, or lacks one it needs",
    "block-stray": "A closing /// without an opening one",
    "block-unclosed": "A block is opened and never closed",
    "block-unknown": "A block name that is not known",
    "box-bleed": "Too little bleed",
    "box-crop": "A page that was cropped",
    "box-trim": "A page that does not say where it is cut",
    "box-unequal": "Pages of different sizes",
    "box-unit": "A page that counts in its own units",
    "break-in-place": "A forced break that this format or edition does not have",
    "capitals": "Whole phrases in capitals",
    "claim-broken": "A finished file that does not keep what it claims",
    "colour-mixing": "Transparency mixed in another colour space",
    "colour-registration": "Something on every plate",
    "colour-screen": "Colours of a screen",
    "colour-spot": "A further ink",
    "column-missing": "A column that a table of records lacks",
    "column-unused": "A column that nothing asks for",
    "consent-open": "Somebody is shown, and nobody knows whether they agreed",
    "consent-past": "A consent that has ended",
    "consent-unrecorded": "A story without a record of consent",
    "contents-encoding": "A file is not written in UTF-8",
    "contents-missing": "A leaflet without text, or a folder without its leaflet.md",
    "contraction": "Short forms that are read past",
    "contrast-low": "Words that hardly stand out from what is printed under them",
    "copyright-bare": "A copyright line without a year or a holder",
    "dashes-mixed": "Hyphens and dashes for the same thing",
    "easy-read-untested": "A leaflet that calls itself Easy Read, and nobody has tried it",
    "fact-differs": "What is written by hand and stands otherwise in the facts",
    "fact-literal": "A {{ or a fact that reached the page unread",
    "fact-loose": "What is written by hand and stands in no fact",
    "fact-open": "A fact that is not known yet",
    "fact-stale": "Facts that nobody has looked at for a year",
    "fact-unknown": "A fact that the facts file does not hold",
    "fact-unused": "A contact or partner that no leaflet shows",
    "feedback-missing": "Readers who see a mistake and cannot tell anybody",
    "file-acts": "A file that acts by itself",
    "file-claim": "A file that does not say that it is PDF/X",
    "file-data": "A file that does not say what PDF/X wants to know",
    "file-encrypted": "A protected file",
    "file-forbidden": "Something that PDF/X forbids",
    "file-intent": "No printing condition, or a wrong one",
    "file-layers": "Layers that may print or not",
    "file-unopenable": "A file that cannot be opened",
    "file-unreadable": "Part of a page that cannot be read",
    "file-unwritable": "A file that could not be written",
    "file-version": "A version that does not go with the claim",
    "fit-empty-panel": "A panel with nothing, or nearly nothing, on it",
    "fit-overflow": "More text than the panels hold",
    "fit-width": "Something wider than its panel",
    "font-absent": "A font that is not in the file",
    "font-courier": "A font that often stands in for another",
    "font-unexpected": "A font that is not the one asked for",
    "format-unknown": "A format that is not known",
    "forms-unsaid": "Readers who need large print do not learn that there is some",
    "fund-badge": "A member of the Fundraising Regulator that asks for money without its badge",
    "fund-gift-aid": "Gift Aid, whose declaration has words of its own",
    "fund-shock": "Fear beside a request for money",
    "fund-surplus": "An appeal that does not say what happens if it brings in too much",
    "fund-unsaid": "A leaflet that asks for money, and does not say that it does",
    "glyph-missing": "A character that the fonts do not have",
    "grey-small": "Small grey words or lines on something",
    "grid-missed": "A line of text off the baseline grid",
    "heading-capitals": "A heading In Which Each Word Has A Capital",
    "heading-deep": "A heading of a level that nobody can tell from the one above",
    "heading-long": "A heading that is a sentence",
    "heading-order": "A heading that skips a level",
    "heading-stop": "A heading with a stop at its end",
    "heading-unmarked": "Lines that look like headings and are none",
    "hours-missing": "A number that people ring when nobody is there",
    "html-removed": "HTML that is not allowed and was left out",
    "html-too-deep": "HTML nested too deeply",
    "id-open": "A printed leaflet that cannot be found again",
    "imprint-missing": "A leaflet that nobody can date",
    "ink-limit": "More ink than the paper takes",
    "ink-other": "Ink on a plate that the job does not have",
    "ink-unknown": "Ink that was not measured",
    "interests-open": "Nobody says who paid",
    "internal-fault": "A fault of the program",
    "italics": "Slanted words",
    "jargon": "Words of a trade that nobody explains",
    "layout-warning": "The layout engine passed over something",
    "lead-in-empty": "Words that announce something, and nothing follows",
    "leading-off": "Lines too near to each other, or too far apart",
    "legal-cio": "A charitable incorporated organisation that does not say so",
    "legal-company": "A company whose number or office is nowhere",
    "legal-form-open": "Facts that do not say what the organisation is in law",
    "legal-northern-ireland": "A charity registered in Northern Ireland without its number there",
    "legal-number-form": "A number that no register gives",
    "legal-scotland": "A charity in the Scottish register without its number there",
    "legal-status": "A registered charity that does not say that it is one",
    "legal-status-false": "A group that is not registered, and is called a registered charity",
    "legal-status-unsaid": "The same where the law asks for nothing, but readers may",
    "legal-supported": "Money for another charity, which cannot be looked up",
    "line-hair": "Lines too thin to print",
    "line-inks": "Thin lines of several inks",
    "line-long": "Lines at whose end the eye does not find the next one",
    "line-short": "Lines of two or three words",
    "line-white": "White lines too thin to stay open",
    "lines-empty": "Empty lines that do nothing",
    "link-broken": "A link to a place that does not exist",
    "list-fake": "Lines that look like a list and are none",
    "list-long": "A list that nobody keeps in mind",
    "list-unmarked": "Short lines one after the other that are no list",
    "name-clash": "Two leaflets whose names differ only by capitals",
    "name-former": "A name that an organisation no longer has",
    "name-unfit": "A folder name that makes poor file names",
    "number-hard": "Numbers that are hard to read",
    "overprint-grey": "Grey that is told to overprint",
    "overprint-missing": "Black words or lines that do not overprint",
    "overprint-white-area": "White areas that vanish",
    "overprint-white-words": "White words that vanish",
    "page-empty": "A page without ink",
    "pages-blank": "A booklet has pages that are blank",
    "panel-thin": "A panel with much room left",
    "paper-open": "A job that says nothing of its paper",
    "paragraph-long": "A paragraph without a place to rest",
    "phone-drama": "A number that is kept for plays",
    "phone-form": "A number that is hard to read out",
    "phone-length": "A number with a digit too many or too few",
    "phone-word": "Long or clipped words for the phone",
    "picture-broken": "A picture that cannot be read",
    "picture-coarse": "A picture with far too few pixels",
    "picture-missing": "A picture that does not exist",
    "picture-outside": "A picture outside the project",
    "picture-soft": "A picture with few pixels",
    "picture-too-large": "A picture with more pixels than any leaflet needs",
    "picture-undescribed": "A picture without words for people who cannot see it",
    "pin-in-place": "A panel that this format or edition does not have",
    "pin-twice": "A panel that is pinned twice",
    "publisher-open": "Nobody says who publishes it",
    "qr-unreadable": "A QR code that cannot be read from the printed sheet",
    "quantity-unfit": "A number of copies that is none",
    "quotes-mixed": "Straight and curly marks in one text",
    "reading-age": "How old one has to be to read it, for the record",
    "reading-hard": "A text that is hard for most adults by both formulas",
    "review-far": "A review so far off that nothing holds until then",
    "review-past": "A review that is overdue",
    "routes-missing": "A reader who cannot get in touch",
    "record-name": "Rows of a table whose files cannot have their names",
    "row-uneven": "A row of a table with too many or too few values",
    "safe-area": "Text too near to a trim or a fold",
    "safe-cut": "Words that may be cut off",
    "section-empty": "A heading with nothing below it",
    "sentence-long": "A sentence that readers lose on the way",
    "setting-invalid": "A setting with a value that does not work",
    "setting-missing": "A setting that is required",
    "setting-unknown": "A setting that is not known",
    "settings-missing": "A leaflet without front matter",
    "settings-unreadable": "Settings that cannot be read as YAML",
    "short-form": "A short form that is nowhere written out",
    "signature-past": "Something changed after it was signed",
    "signature-unreadable": "A record of signatures that is not as it was written",
    "size-many": "More sizes of type than a leaflet needs",
    "size-small": "Words too small to be read by many",
    "sources-open": "Words about health that rest on nothing",
    "space-before-stop": "A space before a full stop or a comma",
    "space-double": "Two spaces where one does",
    "spelling-mixed": "One thing in two spellings",
    "statistic-undated": "A number of which nobody knows the year",
    "table-unreadable": "A table of records that cannot be read",
    "text-centred": "Text whose lines begin anywhere",
    "text-justified": "Text with two even edges",
    "tick-unearned": "A seal of quality that the facts know nothing of",
    "title-twice": "The title again, right below itself",
    "transparency-old": "Transparency in a file that forbids it",
    "underlined": "Words under which a line runs",
    "value-missing": "A value that each record needs",
    "web-words": "Words that mean nothing on paper",
    "word-subjective": "Words that judge beside what happens to people",
    "words-inks": "Small words of several inks",
    "words-joined": "Two words without a space between them",
    "words-on-picture": "Words over a photograph",
    "words-reversed": "Thin white words",
    "words-rich": "Black words of too much ink",
    "words-split": "A number or a date that is broken over two lines",
    "words-white": "Small white words",
    "x-height-small": "Letters that are small for their size",
    "zone-low": "A lower zone that begins lower than the others",
}
"""Every code that a problem may carry, with its title; each has a page in `docs/checks/`."""

BLOCKING = frozenset(
    {
        "column-missing",
        "table-unreadable",
        "row-uneven",
        "value-missing",
        "contents-encoding",
        "contents-missing",
        "format-unknown",
        "internal-fault",
        "name-clash",
        "setting-missing",
        "settings-missing",
        "settings-unreadable",
        "file-unwritable",
    }
)
"""Codes after which nothing can be made of a leaflet (exit code 3)."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in what people wrote."""

    file: str
    """Path as a person would type it from the project's folder."""

    line: int | None = None
    """Line in that file, counted from 1."""

    def __str__(self) -> str:
        """Return `file:line`, the form that editors turn into a link."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: what, where, and what to do next."""

    code: str
    """Stable name from `CODES`; also its page under `docs/checks/`."""

    severity: Severity
    """Error, warning or note."""

    message: str
    """What is, in one or two sentences that quote the author's own words."""

    hint: str
    """The next step, as an instruction."""

    place: Place | None = None
    """Where it comes from, if it comes from a file."""

    format: str | None = None
    """The format in which it shows, if it shows in one only."""

    edition: str | None = None
    """The edition in which it shows, if it shows in one only."""

    panel: str | None = None
    """The panel on which it shows."""

    page: int | None = None
    """The page of the edition on which it shows, counted from 1."""

    box_mm: tuple[float, float, float, float] | None = None
    """Left, top, width and height on that page, in mm from the trim's top left corner."""

    def __post_init__(self) -> None:
        """Refuse a code that has no title: it would have no page either."""
        if self.code not in CODES:
            msg = f"{self.code} is not in problems.CODES"
            raise ValueError(msg)

    def __str__(self) -> str:
        """Return the problem as a person reads it in a terminal."""
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity}: {self.message} [{self.code}]\n    {self.hint}"

    @property
    def blocking(self) -> bool:
        """Whether nothing can be made of the leaflet because of it."""
        return self.severity is Severity.ERROR and self.code in BLOCKING


NEVER_WAIVED = BLOCKING | {"claim-broken", "setting-invalid", "setting-unknown"}
"""Codes that nobody can set aside: nothing is made after them, or the waiver itself is in doubt."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A check that somebody has set aside."""

    reason: str
    by: str
    """Who answers for it."""


def waived(problem: Problem, waivers: Mapping[str, Waiver]) -> Problem:
    """Return a problem as it counts: one that was set aside is a note that says by whom."""
    waiver = waivers.get(problem.code)
    if waiver is None or problem.severity is Severity.NOTE:
        return problem
    return replace(
        problem,
        severity=Severity.NOTE,
        message=f"Set aside: {problem.message}",
        hint=f"{waiver.by} answers for it: {waiver.reason}.",
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Return the errors among `problems`."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return `problems` without repeats, by file and line, the graver first."""
    rank = {severity: number for number, severity in enumerate(Severity)}
    return sorted(
        dict.fromkeys(problems),
        key=lambda one: (
            one.place.file if one.place else "",
            (one.place.line or 0) if one.place else 0,
            rank[one.severity],
            one.code,
        ),
    )


MANY = 20
"""Names from which on a list of them hides the likely one."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the likely word, and all others unless they are many.

    >>> did_you_mean("trifod", ["trifold", "zfold"])
    'Did you mean "trifold"? Known: trifold, zfold.'
    """
    names = sorted(known)
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    guess = f'Did you mean "{near[0]}"?' if near else ""
    if guess and len(names) > MANY:
        return guess
    return f"{guess} Known: {', '.join(names) or 'none yet'}.".strip()


class SystemLibraryError(Exception):
    """Something that layout needs of the system is missing; says what to do about it."""


class UnusableError(Exception):
    """Content or settings of which nothing can be made; carries the problems that say why."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems for whoever tells them."""
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))
