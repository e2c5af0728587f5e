"""From an author's text to pieces: runs of cleaned HTML, and parts with what stands in them."""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape

from markdown import Markdown

from leaflet.manuscript.address import split_address
from leaflet.manuscript.clean import DEEPEST, SCHEMES, clean, survey, words_only
from leaflet.manuscript.fences import MARK, OPENS, Fence, scan
from leaflet.manuscript.isolate import isolate_html
from leaflet.manuscript.options import read_options
from leaflet.manuscript.parts import PANELS
from leaflet.manuscript.quotes import quotes
from leaflet.manuscript.reading import Reading
from leaflet.manuscript.source_lines import SourceLines, mark_lines, without_marks
from leaflet.manuscript.tokens import LookUp, Tokens, gap
from leaflet.model import Part, Piece, Text
from leaflet.problems import Severity, did_you_mean

EXTENSIONS = ["extra", "smarty", "sane_lists"]
"""Extensions of Python-Markdown; `extra` brings tables, footnotes, attribute lists,
abbreviations, definition lists and fenced code."""

_BACK_LINK = re.compile(r'(?:&#160;|\s)*<a class="footnote-backref"[^>]*>.*?</a>', re.DOTALL)
"""The arrow back from a footnote: on paper it leads nowhere."""

_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SRC = re.compile(r'\bsrc="([^"]*)"')


def read_text(
    lines: Sequence[str], *, first_line: int, language: str, look_up: LookUp, reading: Reading
) -> tuple[Piece, ...]:
    """Turn Markdown with fences and facts into pieces; problems gather in `reading`.

    The order is the one that measurement settled: facts become tokens, fences are scanned,
    lines are marked, Markdown runs, tokens become values, runs are isolated, and the
    cleaning comes last.
    """
    tokens = Tokens(look_up, reading.file)
    scanned = scan(tokens.put(lines, first_line), file=reading.file, first_line=first_line)
    reading.problems.extend([*tokens.problems, *scanned.problems])
    markdown = Markdown(
        extensions=[*EXTENSIONS, SourceLines()],
        extension_configs={
            "extra": {"tables": {"use_align_attribute": True}},
            "smarty": {"substitutions": quotes(language)},
        },
    )
    try:
        html = without_marks(markdown.convert("\n".join(mark_lines(scanned.lines))))
    except RecursionError:
        reading.tell(
            "html-too-deep",
            Severity.ERROR,
            "Lists or definitions stand too deep in each other somewhere in this text, so "
            "Markdown cannot read it. Only the words are kept.",
            "Take lists, quotations or definitions out of each other.",
            first_line,
        )
        html = _paragraphs(line for _, line in scanned.lines)
    html = isolate_html(tokens.fill(_BACK_LINK.sub("", html)))
    pieces = _Builder(html, scanned.fences, tokens, reading, first_line).build()
    _judge_links(reading)
    return pieces


def _paragraphs(lines: Iterable[str]) -> str:
    """Return lines as plain paragraphs, parted where a line is empty."""
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    return "\n".join(f"<p>{escape(block.strip())}</p>" for block in blocks if block.strip())


class _Builder:
    """Puts the runs of HTML between fences, and the parts, into their tree."""

    def __init__(
        self, html: str, fences: list[Fence], tokens: Tokens, reading: Reading, first_line: int
    ) -> None:
        self.chunks = MARK.split(html)
        self.fences = fences
        self.tokens = tokens
        self.reading = reading
        self.line = first_line

    def build(self) -> tuple[Piece, ...]:
        """Return the pieces at the top."""
        levels: list[list[Piece]] = [[]]
        opened: list[Fence] = []
        self._run(self.chunks[0], levels[-1])
        for sign, number, html in zip(
            self.chunks[1::3], self.chunks[2::3], self.chunks[3::3], strict=True
        ):
            fence = self.fences[int(number)]
            if sign == OPENS:
                opened.append(fence)
                levels.append([])
                self.line = fence.line
            elif fence in opened:
                while opened:
                    last = opened.pop()
                    inside = levels.pop()
                    levels[-1].extend(self._part(last, tuple(inside)))
                    if last is fence:
                        break
            self._run(html, levels[-1])
        return tuple(levels[0])

    def _part(self, fence: Fence, inside: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Return the part, or only what stands in it where it cannot be one."""
        if not fence.usable or not self._well_placed(fence):
            return inside
        title, options = read_options(fence, self.tokens, self.reading, has_body=bool(inside))
        return (Part(fence.name, title, options, inside, fence.line),)

    def _well_placed(self, fence: Fence) -> bool:
        if fence.name in PANELS and fence.parent:
            wrong = f'The panel "{fence.name}" stands inside "{fence.parent}"'
            hint = f'Close "{fence.parent}" with /// before this line.'
        elif fence.name == "below" and fence.parent and fence.parent not in PANELS:
            wrong = f'The lower zone of a panel stands inside "{fence.parent}"'
            hint = f'Close "{fence.parent}" with /// before this line.'
        elif fence.name == "backdrop" and fence.parent:
            wrong = f'A picture behind a whole side is asked for inside "{fence.parent}"'
            hint = f'Close "{fence.parent}" with /// before this line.'
        elif fence.name == "new-panel" and fence.parent:
            wrong = f'A new panel is asked for inside "{fence.parent}"'
            hint = "Put /// new-panel between two paragraphs of the flowing text."
        else:
            return True
        self.reading.tell(
            "block-misplaced",
            Severity.ERROR,
            f"{wrong}; its text is set in place.",
            hint,
            fence.line,
        )
        return False

    def _run(self, html: str, into: list[Piece]) -> None:
        if not html.strip():
            return
        seen = survey(html, self.line)
        for tag, line in dict.fromkeys(seen.refused):
            self.reading.tell(
                "html-removed",
                Severity.WARNING,
                f"The HTML element <{tag}> is not allowed in a leaflet and was left out.",
                "Say it in Markdown, or in one of the parts (`leaflet list parts`).",
                line,
            )
        if seen.depth > DEEPEST:
            self.reading.tell(
                "html-too-deep",
                Severity.ERROR,
                f"Elements stand {seen.depth} deep in each other here; {DEEPEST} is the limit. "
                "Only the words are kept.",
                "Take lists, quotations or HTML out of each other.",
                seen.deep_line,
            )
            html, seen.pictures = words_only(html), []
        for source, alt, line in seen.pictures:
            if not (alt or "").strip():
                self.reading.tell(
                    "picture-undescribed",
                    Severity.NOTE,
                    f'The picture "{source}" has no description, so screen readers pass over it.',
                    "Say what it shows between the brackets, ![like this](…), unless it only "
                    "decorates.",
                    line,
                )
        self.reading.ids.update(seen.ids)
        self.reading.links.extend(seen.links)
        gaps = {
            source: source or "a picture without an address"
            for source, _, line in seen.pictures
            if self.reading.picture(source, line) is None
        }
        into.append(Text(_without_missing(clean(html), gaps), self.line))
        lines = re.findall(r'data-line="(\d+)"', html)
        self.line = int(lines[-1]) if lines else self.line


def _without_missing(html: str, gaps: dict[str, str]) -> str:
    """Put a visible gap where a picture cannot be shown."""

    def shown(found: re.Match[str]) -> str:
        source = _SRC.search(found[0])
        written = unescape(source[1]) if source else ""
        if source and written not in gaps:
            return found[0]
        return gap(f"picture missing: {gaps.get(written, 'see the problems told')}")

    return _IMG.sub(shown, html)


def _judge_links(reading: Reading) -> None:
    """Tell links that lead nowhere."""
    for address, line in reading.links:
        scheme = split_address(address).scheme if not address.startswith("#") else ""
        if address.startswith("#"):
            if address[1:] not in reading.ids:
                reading.tell(
                    "link-broken",
                    Severity.ERROR,
                    f'The link "{address}" leads to a place that this leaflet does not have.',
                    "Put {#"
                    + address[1:]
                    + "} behind the heading that it shall lead to. "
                    + did_you_mean(address[1:], reading.ids),
                    line,
                )
        elif address and scheme not in SCHEMES:
            reading.tell(
                "link-broken",
                Severity.ERROR,
                f'The link "{address}" is not an address that a reader can use.',
                "Write the whole address, such as https://example.org/help, mailto:… or tel:….",
                line,
            )
