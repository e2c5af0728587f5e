"""Rules about structure: headings, lists, lead-ins, and what was lost on the way to paper."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from leaflet.preflight.content.copy import Block, Kind
from leaflet.preflight.content.subject import ContentSubject, Hit

LONG_HEADING = 65
"""Most characters of a heading (NHS content guide, headings)."""

LONG_LIST = 6
"""Most items of a list (GOV.UK and NHS guides on lists ask for few; our own number)."""

SHORT = 50
"""Characters up to which a line by itself looks like a heading (our own judgement)."""

SHORT_WORDS = 7

NAMES = 3
"""Short lines one after the other from which on they look like a list."""

FAKE = re.compile(r"^\s*(?:[•·‣▪◦●○■–—*-]|\(?\d{1,2}[.)])\s+\S")
"""How a line begins that looks like an item of a list."""

_BULLET = re.compile(r"^\s*[•·‣▪◦●○■–—]\s*\S")


def list_fake(subject: ContentSubject) -> Iterator[Hit]:
    """Lines that look like a list and are none."""
    told = False
    for number, line in subject.body:
        bullet = bool(_BULLET.match(line))
        if bullet and not told:
            yield Hit(
                f'"{line.strip()[:40]}" looks like an item of a list and is none: such lines run '
                "together on the page.",
                number,
            )
        told = bullet


def section_empty(subject: ContentSubject) -> Iterator[Hit]:
    """A heading with nothing below it."""
    blocks = subject.blocks
    for at, block in enumerate(blocks):
        if block.kind is not Kind.HEADING:
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        nothing = after is None or (after.kind is Kind.HEADING and after.level <= block.level)
        if nothing and not block.pinned and block.level > 1:
            yield Hit(f'Nothing stands below the heading "{block.text}".', block.line)


def lead_in_empty(subject: ContentSubject) -> Iterator[Hit]:
    """Words that announce something, and nothing follows."""
    blocks = subject.blocks
    for at, block in enumerate(blocks):
        if not block.text.endswith(":") or block.kind not in (Kind.PARAGRAPH, Kind.HEADING):
            continue
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if after is None or after.kind is Kind.HEADING or _alone(after):
            words = block.text if len(block.text) <= SHORT else f"…{block.text[-SHORT:]}"
            yield Hit(
                f'"{words}" announces something, and nothing follows.',
                subject.line_of(block, " ".join(block.text.split()[-2:])),
            )


def _alone(block: Block) -> bool:
    """Return whether a paragraph looks like a heading: short, alone, and no sentence."""
    text = block.text
    return (
        block.kind is Kind.PARAGRAPH
        and not block.inside
        and len(text) <= SHORT
        and len(text.split()) <= SHORT_WORDS
        and text[:1].isupper()
        and not block.links
        and (text.endswith(("...", "…", ":")) or not text.endswith((".", "!", "?", ",", ";")))
    )


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Yield short lines that stand one after the other."""
    run: list[Block] = []
    for block in blocks:
        if _alone(block) and not block.text.endswith(("...", "…", ":")):
            run.append(block)
            continue
        if run:
            yield run
        run = []
    if run:
        yield run


def list_unmarked(subject: ContentSubject) -> Iterator[Hit]:
    """Short lines one after the other that are no list."""
    for run in _runs(subject.words):
        if len(run) >= NAMES:
            yield Hit(
                f'{len(run)} short lines, from "{run[0].text}" on, look like a list and are none.',
                run[0].line,
            )


def heading_unmarked(subject: ContentSubject) -> Iterator[Hit]:
    """Lines that look like headings and are none."""
    listed = {id(block) for run in _runs(subject.words) if len(run) >= NAMES for block in run}
    after = dict(pairwise(map(id, subject.blocks)))
    known = {id(block): block for block in subject.blocks}
    for block in subject.words:
        line_of_law = re.search("©|copyright", block.text, re.IGNORECASE)
        if not _alone(block) or id(block) in listed or line_of_law:
            continue
        following = known.get(after.get(id(block), 0))
        leads_in = block.text.endswith(":") and following and not _alone(following)
        if not leads_in:
            yield Hit(f'"{block.text}" looks like a heading and is none.', block.line)


def heading_long(subject: ContentSubject) -> Iterator[Hit]:
    """A heading that is a sentence."""
    for block in subject.words:
        if block.kind is Kind.HEADING and len(block.text) > LONG_HEADING:
            yield Hit(
                f'The heading "{block.text[:40]}…" has {len(block.text)} characters; '
                f"{LONG_HEADING} is the most.",
                block.line,
            )


def heading_stop(subject: ContentSubject) -> Iterator[Hit]:
    """A heading with a stop at its end."""
    for block in subject.words:
        if block.kind is Kind.HEADING and block.text.endswith((".", "…", ":", ";", ",")):
            yield Hit(f'The heading "{block.text}" ends with a stop.', block.line)


def heading_deep(subject: ContentSubject) -> Iterator[Hit]:
    """A heading of a level that nobody can tell from the one above."""
    for block in subject.words:
        if block.kind is Kind.HEADING and block.level > 4:  # noqa: PLR2004 - as its message says
            yield Hit(
                f'The heading "{block.text}" is of level {block.level}; 4 is the deepest that '
                "readers can tell apart.",
                block.line,
            )


def heading_capitals(subject: ContentSubject) -> Iterator[Hit]:
    """A heading In Which Each Word Has A Capital."""
    known = {word for name in names_in(subject) for word in name.split()}
    for block in subject.words:
        if block.kind is not Kind.HEADING or not subject.english:
            continue
        first, *words = [word.strip(".,:;!?()\"'“”‘’") for word in block.text.split()] or [""]
        plain = [one for one in words if one.isalpha() and len(one) > 3 and one not in known]  # noqa: PLR2004 - "and", "the"
        raised = [one for one in plain if one[0].isupper() and not one.isupper()]
        if first and len(raised) > 1 and len(raised) == len(plain):
            yield Hit(f'The heading "{block.text}" begins every word with a capital.', block.line)


def names_in(subject: ContentSubject) -> frozenset[str]:
    """Return the names that the facts know: of the charity, its contacts and its partners."""
    file = subject.facts.file
    entries = [*(file.contacts or {}).values(), *(file.partners or {}).values()]
    own = [file.organisation.name] if file.organisation else []
    former = [old for one in (file.partners or {}).values() for old in one.formerly or ()]
    return frozenset(one for one in [*own, *former, *(entry.name for entry in entries)] if one)


def title_twice(subject: ContentSubject) -> Iterator[Hit]:
    """The title again, right below itself."""
    for one, other in pairwise(subject.words):
        if (
            one.line != other.line
            and _letters(one.text)
            and _letters(one.text) == _letters(other.text)
        ):
            yield Hit(f'"{other.text}" stands twice, one right after the other.', other.line)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def list_long(subject: ContentSubject) -> Iterator[Hit]:
    """A list that nobody keeps in mind."""
    items: list[Block] = []
    for block in (*subject.words, None):
        if block is not None and block.kind is Kind.ITEM:
            items.append(block)
            continue
        if len(items) > LONG_LIST:
            yield Hit(
                f"The list has {len(items)} items; {LONG_LIST} are as many as people keep in mind.",
                items[0].line,
            )
        items = []
