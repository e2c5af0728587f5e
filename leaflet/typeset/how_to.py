"""The page that tells how to print the home edition: its words, and how to fold."""

from collections.abc import Mapping

from leaflet.specs.format import Format

HOW_TO: Mapping[str, Mapping[str, str]] = {
    "en": {
        "a4": "A4",
        "letter": "Letter",
        "title": "How to print this",
        "both-pages": "Page 1 is the outside of the sheet, page 2 is the inside. The last page, "
        "this one, is only for you.",
        "both-pages-flyer": "Page 1 is the front, page 2 is the back. The last page, this one, is "
        "only for you.",
        "pages-booklet": "Pages 1 to %(pages)d are both sides of %(sheets)d %(called)s of paper, "
        "with two pages of the booklet beside each other. The last page, this one, is only for "
        "you.",
        "sheet": "sheet",
        "sheets": "sheets",
        "one-page": "Page 1 is all of it. The last page, this one, is only for you.",
        "copies": "Each sheet holds %(copies)d copies. Cut them apart at the short grey lines.",
        "smaller": "On %(paper)s this comes at %(scale)d%% of its full size, so that it fits on "
        "one sheet. A print shop can print it at full size.",
        "settings": "Settings",
        "set-paper": "Paper: %(paper)s, plain and white.",
        "set-pages": "Pages: 1 to %(pages)d.",
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
        "one-sided-1-booklet": "Print the pages with odd numbers: 1, 3, 5 and so on.",
        "one-sided-2-booklet": "Put the sheets back in the same order, so that their empty sides "
        "will be printed.",
        "one-sided-3-booklet": "Print the pages with even numbers: 2, 4, 6 and so on.",
        "fold": "How to fold it",
        "tiles-title": "How to put this together",
        "tiles-pages": "This poster comes on %(tiles)d sheets, pages %(first)d to %(last)d. Page "
        "1, this one, is only for you.",
        "tiles-how": "Glue them together",
        "tiles-cut": "Cut off the white edge of each sheet at its left and at its top, but not "
        "where the poster itself ends.",
        "tiles-row": "Begin with the upper row. Lay each sheet over the one to its left, up to the "
        "dashed line, so that the picture goes on, and glue it down.",
        "tiles-rows": "Then lay each row over the one above it, up to the dashed line.",
        "tiles-key": "Which sheet goes where",
        "tiles-page": "page %(page)d",
    }
}
"""The page that tells how to print the home edition, in the languages of `WORDS`."""

FOLDING: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lay": "Lay the sheet on a table with page 2, the inside, facing you and the right way up.",
        "left-over": "Fold %(part)s over to the right",
        "right-over": "Fold %(part)s over to the left",
        "left-behind": "Fold %(part)s backwards, behind the rest",
        "right-behind": "Fold %(part)s backwards, behind the rest",
        "top-over": "Fold %(part)s down over the lower half",
        "left": "the left %(share)s",
        "right": "the right %(share)s",
        "top": "the upper %(share)s",
        "now": "what is now %(part)s",
        "2": "half",
        "3": "third",
        "4": "quarter",
        "upright-ticks": ", at the short grey lines at top and bottom.",
        "level-ticks": ", at the short grey lines at left and right.",
        "end": ".",
        "opens-as-a-book": "The cover is now on top. It opens like a book.",
        "opens-as-a-concertina": "The cover is now on top. It opens like a concertina.",
        "opens-as-doors": "Both halves of the cover now meet in the middle, and open like doors.",
        "pile": "Lay the sheets on each other as they came: page 1 at the foot, facing the table.",
        "pile-one": "Lay the sheet on a table with page 1 facing the table.",
        "fold-pile": "Fold it in the middle, at the short grey lines at top and bottom.",
        "staple": "Staple it twice through the fold, from outside.",
    }
}
"""How to fold, step by step, by language; `folding_steps` puts the sentences together."""


UNLIKE = 10.0
"""mm by which panels differ that are no longer parts of one kind, such as doors and what they
cover."""


def folding_steps(form: Format, language: str) -> list[str]:
    """Return how to fold a format, a sentence a step; none for what is not folded.

    >>> from leaflet.specs.formats import FORMATS
    >>> for step in folding_steps(FORMATS["trifold-a4"], "en")[1:]:
    ...     print(step)
    Fold the right third over to the left, at the short grey lines at top and bottom.
    Fold the left half over to the right.
    The cover is now on top. It opens like a book.
    """
    words = FOLDING[language]
    if form.grows:
        pile = "pile" if len(form.sides) > 2 else "pile-one"  # noqa: PLR2004 - a sheet has two sides
        return [words[pile], words["fold-pile"], words["staple"]]
    if not form.folds:
        return []
    inside = form.on_side(form.sides[-1])
    columns = sorted({panel.left: panel.width for panel in inside}.items())
    widths = [width for _, width in columns]
    steps, moved = [words["lay"]], set[str]()
    for number, fold in enumerate(form.folds):
        share = 2
        if fold.part != "top":
            parts = widths[: fold.panels] if fold.part == "left" else widths[-fold.panels :]
            if max(widths) - min(widths) > UNLIKE or len(widths) > 2:  # noqa: PLR2004 - of two alike that are left, each is a half
                share = round(form.trim.width / sum(parts))
            widths = widths[fold.panels :] if fold.part == "left" else widths[: -fold.panels]
        part = words[fold.part] % {"share": words[str(share)]}
        if fold.part in moved and share > 2:  # noqa: PLR2004 - as above
            part = words["now"] % {"part": part}
        moved.add(fold.part)
        how = f"{fold.part}-{'over' if fold.over else 'behind'}"
        ticks = "level-ticks" if fold.part == "top" else "upright-ticks"
        steps.append(words[how] % {"part": part} + words["end" if number else ticks])
    return [*steps, words[_opens(form)]]


def _opens(form: Format) -> str:
    """Return the name of the sentence that says how a folded piece opens."""
    if len(form.sides) > 1 and form.panel(form.reading[1]).side == form.sides[0] == "outside":
        doors = form.reading[1].startswith(form.title_panel)
        return "opens-as-doors" if doors else "opens-as-a-book"
    zigzag = any(not fold.over for fold in form.folds)
    return "opens-as-a-concertina" if zigzag else "opens-as-a-book"
