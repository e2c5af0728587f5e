"""From an author's text to pieces: runs of cleaned HTML, and parts with what stands in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
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
from leaflet.manuscript.stretches import stretches
from leaflet.manuscript.tokens import LookUp, Tokens, gap
from leaflet.manuscript.yaml_strings import Tree
from leaflet.model import Part, Picture, Piece, Text
from leaflet.problems import Problem, Severity, did_you_mean

EXTENSIONS = ["extra", "smarty", "sane_lists"]
"""Extensions of Python-Markdown; `extra` brings tables, footnotes, attribute lists,
abbreviations, definition lists and fenced code."""

_BACK_LINK = re.compile(r'(?:&#160;|\s)*<a class="footnote-backref"[^>]*>.*?</a>', re.DOTALL)
"""The arrow back from a footnote: on paper it leads nowhere."""

_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_SRC = re.compile(r'\bsrc="([^"]*)"')


@dataclass(slots=True)
class Written:
    """A text read as far as it goes before the values of a record are known.

    What no value touches is read once, however many records there are; it comes out as the same
    objects each time.
    """

    chunks: list[str]
    """Runs of HTML with tokens, and between them the sign and the number of each fence."""

    fences: list[Fence]
    tokens: Tokens
    first_line: int
    problems: list[Problem]
    _stretches: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """The stretches of each run, by its place among the chunks."""

    _runs: dict[tuple[int, int], "_Run"] = field(default_factory=dict)
    """Stretches without a value of a record, by the place of their run and their own in it."""

    _options: dict[int, "_Options"] = field(default_factory=dict)
    """The same of options, by the number of their fence."""

    _parts: dict[int, Part] = field(default_factory=dict)
    """Parts in which nothing differs, by the number of their fence."""

    def filled(self, reading: Reading) -> tuple[Piece, ...]:
        """Return the pieces for a record, whose values `reading` holds; problems gather there."""
        reading.problems.extend(self.problems)
        pieces = _Builder(self, reading).build()
        _judge_links(reading)
        return pieces

    def stretches(self, at: int) -> tuple[str, ...]:
        """Return a run of HTML in stretches: with values of a record, and without.

        Args:
            at: Its place among the chunks.
        """
        if at not in self._stretches:
            self._stretches[at] = stretches(self.chunks[at], self.tokens.of_record)
        return self._stretches[at]


def read_text(
    lines: Sequence[str], *, first_line: int, language: str, look_up: LookUp, reading: Reading
) -> Written:
    """Read Markdown with fences and facts; problems that no record changes are kept with it.

    The order is the one that measurement settled: facts become tokens, fences are scanned,
    lines are marked, Markdown runs; afterwards tokens become values, runs are isolated, and
    the cleaning comes last.
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
    chunks = MARK.split(_BACK_LINK.sub("", html))
    return Written(chunks, scanned.fences, tokens, first_line, reading.problems)


def _paragraphs(lines: Iterable[str]) -> str:
    """Return lines as plain paragraphs, parted where a line is empty."""
    blocks = re.split(r"\n\s*\n", "\n".join(lines))
    return "\n".join(f"<p>{escape(block.strip())}</p>" for block in blocks if block.strip())


@dataclass(frozen=True, slots=True)
class _Found:
    """What reading a piece of text found beside the piece."""

    problems: list[Problem]
    links: list[tuple[str, int]]
    pictures: dict[str, Picture]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of HTML as it was read."""

    piece: Text | None
    ids: set[str]
    line: int
    """The last line that it says it stands on."""

    found: _Found | None
    """What else was found, if anything was."""


@dataclass(frozen=True, slots=True)
class _Options:
    """The options of a fence as they were read."""

    title: str
    values: dict[str, object]
    found: _Found | None


class _Builder:
    """Puts the runs of HTML between fences, and the parts, into their tree."""

    def __init__(self, written: Written, reading: Reading) -> None:
        self.written = written
        self.fences = written.fences
        self.tokens = written.tokens.with_record(reading.record)
        self.differs = frozenset(written.tokens.of_record)
        self.reading = reading
        self.line = written.first_line

    def build(self) -> tuple[Piece, ...]:
        """Return the pieces at the top."""
        levels: list[list[Piece]] = [[]]
        opened: list[Fence] = []
        chunks = self.written.chunks
        self._run(0, levels[-1])
        for at in range(1, len(chunks), 3):
            sign, number = chunks[at], chunks[at + 1]
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
            self._run(at + 2, levels[-1])
        return tuple(levels[0])

    def _part(self, fence: Fence, inside: tuple[Piece, ...]) -> tuple[Piece, ...]:
        """Return the part, or only what stands in it where it cannot be one."""
        if not fence.usable or not self._well_placed(fence):
            return inside
        kept = self.written._options.get(fence.number)  # noqa: SLF001 - it is kept there for us
        if kept:
            self._tell_again(kept.found)
        else:
            seen = self._mark()
            title, options = read_options(fence, self.tokens, self.reading, has_body=bool(inside))
            shown = [one.source for one in options.values() if isinstance(one, Picture)]
            kept = _Options(title, options, self._since(seen, shown))
            if self.differs.isdisjoint("".join([fence.title, *_said(fence.options.tree)])):
                self.written._options[fence.number] = kept  # noqa: SLF001 - as above
        before = self.written._parts.get(fence.number)  # noqa: SLF001 - as above
        if before and kept.values is before.options and _same(before.pieces, inside):
            return (before,)
        part = Part(fence.name, kept.title, kept.values, inside, fence.line)
        self.written._parts[fence.number] = part  # noqa: SLF001 - as above
        return (part,)

    def _mark(self) -> tuple[int, int]:
        """Return how much was found up to now."""
        return len(self.reading.problems), len(self.reading.links)

    def _since(self, mark: tuple[int, int], sources: Iterable[str]) -> _Found | None:
        """Return what was found since, with the pictures of some addresses."""
        problems, links = mark
        reading = self.reading
        pictures = {one: reading.pictures[one] for one in sources if one in reading.pictures}
        found = _Found(reading.problems[problems:], reading.links[links:], pictures)
        return found if found.problems or found.links or found.pictures else None

    def _tell_again(self, found: _Found | None) -> None:
        if found is None:
            return
        self.reading.problems.extend(found.problems)
        self.reading.links.extend(found.links)
        self.reading.pictures.update(found.pictures)

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

    def _run(self, at: int, into: list[Piece]) -> None:
        """Read the run of HTML at a place among the chunks."""
        for number, html in enumerate(self.written.stretches(at)):
            self._stretch((at, number), html, into)

    def _stretch(self, at: tuple[int, int], html: str, into: list[Piece]) -> None:
        kept = self.written._runs.get(at)  # noqa: SLF001 - it is kept there for us
        if kept:
            self._tell_again(kept.found)
        else:
            seen = self._mark()
            piece, ids, sources = self._read_run(isolate_html(self.tokens.fill(html)))
            lines = _LINE.findall(html) if piece else []
            line = int(lines[-1]) if lines else self.line
            kept = _Run(piece, ids, line, self._since(seen, sources))
            if self.differs.isdisjoint(html):
                self.written._runs[at] = kept  # noqa: SLF001 - as above
        self.reading.ids.update(kept.ids)
        self.line = kept.line
        if kept.piece:
            into.append(kept.piece)

    def _read_run(self, html: str) -> tuple[Text | None, set[str], list[str]]:
        """Return a run as a piece if it is any, the places that links lead to, and its pictures."""
        if not html.strip():
            return None, set(), []
        seen = survey(html, self.line)
        pictures = seen.pictures
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
            html, pictures = words_only(html), ()
        for source, alt, line in pictures:
            if not (alt or "").strip():
                self.reading.tell(
                    "picture-undescribed",
                    Severity.NOTE,
                    f'The picture "{source}" has no description, so screen readers pass over it.',
                    "Say what it shows between the brackets, ![like this](…), unless it only "
                    "decorates.",
                    line,
                )
        self.reading.links.extend(seen.links)
        gaps = {
            source: source or "a picture without an address"
            for source, _, line in pictures
            if self.reading.picture(source, line) is None
        }
        piece = Text(_without_missing(clean(html), gaps), self.line)
        return piece, set(seen.ids), list(gaps)


def _said(tree: Tree) -> Iterator[str]:
    """Yield the words in the options of a fence."""
    if isinstance(tree, str):
        yield tree
        return
    for one in tree.values() if isinstance(tree, dict) else tree:
        yield from _said(one)


def _same(some: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Return whether these are the very same pieces."""
    return len(some) == len(others) and all(
        one is other for one, other in zip(some, others, strict=True)
    )


_LINE = re.compile(r'data-line="(\d+)"')


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
