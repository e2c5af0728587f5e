"""From a tree of HTML to the Markdown that leaflets are written in.

Written for the very reader that reads it again: an item goes on four spaces further in, two
lists of the same kind are kept apart, and a line may begin with any sign.
"""

import re
from dataclasses import dataclass

from bs4.element import PageElement, Tag

from leaflet.intake.escape import escaped, escaped_end, escaped_start
from leaflet.intake.inline import BREAK, Inline
from leaflet.intake.tables import rows_of
from leaflet.intake.told import MARK, Notes, without_marks
from leaflet.intake.tree import HEADINGS, attribute, holds_blocks, is_block

_APART = "<!-- -->"
"""Between two lists, so that they do not become one."""

_ONE_BOLD = re.compile(r"(\*{1,3})([^*]+)\1")


@dataclass(frozen=True, slots=True)
class _Block:
    """A piece of Markdown that stands between empty lines."""

    text: str
    kind: str = "words"
    """`words`, or the name of the element for what has to be kept apart."""


def as_markdown(body: Tag, notes: Notes) -> str:
    """Return a tree as Markdown, with the marks of `notes` still in it."""
    return _joined(_Writer(notes).blocks(body))


class _Writer:
    """Walks the tree."""

    def __init__(self, notes: Notes) -> None:
        self._inline = Inline(notes)
        self._inside = 0
        """How many lists and quotations stand around."""

    def blocks(self, tag: Tag) -> list[_Block]:
        """Return what stands in an element, in order; nothing in it is passed over."""
        done: list[_Block] = []
        line: list[PageElement] = []
        for node in list(tag.children):
            if is_block(node) or (isinstance(node, Tag) and holds_blocks(node)):
                done += [*self._paragraphs(line), *self._block(node)]
                line = []
            else:
                line.append(node)
        return _with_words([*done, *self._paragraphs(line)])

    def _block(self, node: PageElement) -> list[_Block]:
        if not isinstance(node, Tag):
            return []
        if node.has_attr("data-note"):
            inside = _joined(self.blocks(node))
            return [_Block(f"[^{attribute(node, 'data-note')}]: {_further_in(inside)}")]
        ways = {
            **dict.fromkeys(HEADINGS, self._heading),
            "blockquote": self._quotation,
            "dl": self._definitions,
            "hr": lambda _: [_Block("---", "hr")],
            "ol": self._list,
            "pre": self._lines,
            "table": self._table,
            "ul": self._list,
        }
        return ways.get(node.name, self.blocks)(node)

    def _paragraphs(self, nodes: list[PageElement]) -> list[_Block]:
        """Return the words of a line; two breaks one after the other part paragraphs."""
        text = self._inline.of(nodes)
        parts = re.split(rf" *{BREAK} *(?:{BREAK} *)+", text)
        return [_Block(written) for part in parts if (written := _broken(part))]

    def _heading(self, tag: Tag) -> list[_Block]:
        text = self._inline.of(list(tag.children)).replace(BREAK, " ").strip(" ")
        marks = "".join(one[0] for one in MARK.finditer(text))
        words = re.sub(" +", " ", without_marks(text)).strip(" ")
        if bold := _ONE_BOLD.fullmatch(words):
            words = bold[2]
        if not words:
            return [_Block(marks)] if marks else []
        if self._inside:
            return [_Block(f"**{words}**{marks}" if "*" not in words else words + marks)]
        level = HEADINGS.index(tag.name) + 1
        return [_Block(f"{'#' * level} {escaped_end(words)}{marks}", tag.name)]

    def _list(self, tag: Tag) -> list[_Block]:
        self._inside += 1
        number = attribute(tag, "start")
        count = int(number) if re.fullmatch(r"\d{1,6}", number) else 1
        items: list[list[_Block]] = []
        for node in list(tag.children):
            if isinstance(node, Tag) and node.name in ("ul", "ol") and items:
                items[-1] += self._list(node)  # a list beside its item instead of in it
                continue
            inside = self.blocks(node) if isinstance(node, Tag) else self._paragraphs([node])
            if inside:
                items.append(inside)
        self._inside -= 1
        loose = any(sum(one.kind not in ("ul", "ol") for one in item) > 1 for item in items)
        written = []
        for item in items:
            if item[0].kind in ("ul", "ol"):
                written.append(_joined(item))  # an item without words of its own
                continue
            sign = "- " if tag.name == "ul" else f"{count}. "
            written.append(sign + _further_in(_joined(item, tight=not loose)))
            count += 1
        return [_Block(("\n\n" if loose else "\n").join(written), tag.name)] if written else []

    def _table(self, tag: Tag) -> list[_Block]:
        done: list[_Block] = []
        if (caption := tag.find("caption")) and isinstance(caption, Tag):
            done += self.blocks(caption)
        rows = [[self._cell(cell) for cell in row] for row in rows_of(tag)]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        if lines:
            lines.insert(1, f"|{' --- |' * len(rows[0])}")
            done.append(_Block("\n".join(lines), "table"))
        return done

    def _cell(self, cell: Tag | None) -> str:
        if cell is None:
            return ""
        lines = [
            re.sub(r"  \n|\n+", "<br>", re.sub(r"\s*\n\n\s*", "\n\n", one.text))
            for one in self.blocks(cell)
        ]
        # A cell never begins a line, so no sign needs a backslash but the one that parts cells.
        return "<br>".join(lines).replace("|", r"\|").strip()

    def _definitions(self, tag: Tag) -> list[_Block]:
        done: list[_Block] = []
        self._inside += 1
        words: list[str] = []
        for one in tag.find_all(["dt", "dd"]):
            inside = _joined(self.blocks(one))
            if not inside:
                continue
            if one.name == "dt":
                if words and words[-1].startswith(":   "):
                    done.append(_Block("\n".join(words), "dl"))
                    words = []
                words.append(re.sub(r"\s*\n\s*", " ", inside))
            else:
                words.append(f":   {_further_in(inside)}" if words else inside)
        self._inside -= 1
        return [*done, _Block("\n".join(words), "dl")] if words else done

    def _quotation(self, tag: Tag) -> list[_Block]:
        self._inside += 1
        inside = _joined(self.blocks(tag))
        self._inside -= 1
        lines = [
            f"> {line}".rstrip(" ") if not line else f"> {line}" for line in inside.split("\n")
        ]
        return [_Block("\n".join(lines), "blockquote")] if inside else []

    @staticmethod
    def _lines(tag: Tag) -> list[_Block]:
        """Return text that was set line by line, such as a poem."""
        done = []
        for part in re.split(r"\n\s*\n", tag.get_text()):
            lines = [" ".join(line.split()) for line in part.split("\n") if line.strip()]
            done.append(_Block("  \n".join(escaped_start(escaped(line)) for line in lines)))
        return done


def _broken(text: str) -> str:
    """Return a paragraph, each of its lines safe at its beginning."""
    lines = []
    for line in text.split(BREAK):
        words = re.sub(" +", " ", without_marks(line)).strip(" ")
        # A mark goes to the end: in front of a sign it would hide that the sign begins a line.
        lines.append(escaped_start(words) + "".join(one[0] for one in MARK.finditer(line)))
    return "  \n".join(line for line in lines if line)


def _with_words(blocks: list[_Block]) -> list[_Block]:
    """Put marks that stand alone at the end of the block before, or the first one behind."""
    done: list[_Block] = []
    waiting = ""
    for one in blocks:
        if not without_marks(one.text).strip():
            waiting += one.text.strip()
        elif waiting and not done:
            done.append(_Block(one.text + waiting, one.kind))
            waiting = ""
        else:
            if waiting:
                done[-1] = _Block(done[-1].text + waiting, done[-1].kind)
                waiting = ""
            done.append(one)
    if waiting and done:
        done[-1] = _Block(done[-1].text + waiting, done[-1].kind)
    elif waiting:
        done.append(_Block(waiting))
    return done


def _joined(blocks: list[_Block], *, tight: bool = False) -> str:
    """Return blocks with empty lines between them; a list right below its item needs none."""
    text, before = "", ""
    for one in blocks:
        if not text:
            text = one.text
        elif tight and one.kind in ("ul", "ol"):
            text += f"\n{one.text}"
        elif one.kind == before and before in ("ul", "ol", "blockquote"):
            text += f"\n\n{_APART}\n\n{one.text}"
        else:
            text += f"\n\n{one.text}"
        before = one.kind
    return text


def _further_in(text: str) -> str:
    """Return text whose first line stands behind a sign, and the others below it."""
    return re.sub(r"\n(?=[^\n])", "\n    ", text)
