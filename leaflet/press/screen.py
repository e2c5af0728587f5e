"""The editions for screens: panels or pages at trim size, in reading order, with their claim."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pikepdf

from leaflet.model import Imprint
from leaflet.press.backdrop import backdrops, lay_under, under_panel
from leaflet.press.impose import Placing, Sheet
from leaflet.press.looks import Looks
from leaflet.press.merge import Side, merge_sides
from leaflet.press.separate import Separator
from leaflet.press.tags import make_artifacts, put_in_order
from leaflet.specs.office import Standing
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels
from leaflet.units import Size


def finish_panels(
    panels: Panels, imprint: Imprint, *, claim: bool, looks: Looks | None = None
) -> bytes:
    """Return the `screen` edition: one page a panel, at trim size, in reading order.

    Args:
        panels: The panels as laid out.
        imprint: What the leaflet says of itself: its id and version go into the file's data.
        claim: Whether the file may say that it keeps PDF/UA-1; one with errors may not.
        looks: How its colours look in the inks that it is printed in; nothing for four.
    """
    with pikepdf.open(io.BytesIO(panels.layout.pdf)) as pdf:
        make_artifacts(pdf, panels.layout.decorative)
        art = backdrops(panels, pdf)
        for frame in panels.frames if art else ():
            page = pdf.pages[panels.page_of(frame)]
            if frame.panel.side in art:
                trim = [float(one) for one in page.trimbox]
                lay_under(page, art[frame.panel.side], under_panel(panels, frame, trim), pdf)
        if looks:
            Separator(pdf, looks).run()
        order, labels = panels.reading_order(), panels.labels()
        if all(frame.panel.frames == 1 for frame in panels.flow):
            return _finish(pdf, imprint, order, labels, claim=claim)
        sides = list(_whole_panels(panels))
        names = {panels.page_of(frame): frame.name for frame in panels.frames}
        pages = {names.get(page, _further(page)): page for page in order}
        merge_sides(pdf, sides, pages)
        labels = [side.sheet.side for side in sides]
        return _finish(pdf, imprint, range(len(sides)), labels, claim=claim)


def _whole_panels(panels: Panels) -> Iterator[Side]:
    """Yield each panel with its frames beside each other, and what does not fit behind it."""
    for name in panels.form.reading:
        panel = panels.form.panel(name)
        frames = panels.on_panel(name)
        placings = tuple(
            Placing(frame.name, frame.left, 0.0, (frame.left, 0.0, frame.width, panel.height))
            for frame in frames
        )
        yield _standing(Sheet(name, panel.width, panel.height, placings))
        for number in panels.further(name):
            page = panels.layout.pages[number]
            clip = (0.0, 0.0, page.width, page.height)
            placing = Placing(_further(number), 0.0, 0.0, clip)
            yield _standing(Sheet(_further(number), page.width, page.height, (placing,)))


def _standing(sheet: Sheet) -> Side:
    return Side(sheet, Standing(Size(sheet.width, sheet.height), 0.0, 0.0, 1.0))


def _further(page: int) -> str:
    return f"further page {page + 1}"


def finish_pages(layout: Layout, imprint: Imprint, *, claim: bool) -> bytes:
    """Return an edition without panels, such as large print."""
    with pikepdf.open(io.BytesIO(layout.pdf)) as pdf:
        make_artifacts(pdf, layout.decorative)
        return _finish(pdf, imprint, range(len(layout.pages)), (), claim=claim)


def _finish(
    pdf: pikepdf.Pdf,
    imprint: Imprint,
    order: Sequence[int],
    labels: Sequence[str],
    *,
    claim: bool,
) -> bytes:
    put_in_order(pdf, order)
    for page in pdf.pages:
        _cut_to_trim(page)
    if labels:
        pdf.Root.PageLabels = page_labels(labels)
    say_what_it_is(pdf, imprint, claim=claim)
    return written(pdf)


def written(pdf: pikepdf.Pdf, version: str = "1.7", *, again: bool = False) -> bytes:
    """Return a finished file as bytes, the same each time.

    Args:
        pdf: The file.
        version: The least version of PDF that it is.
        again: Whether it was written before, so that its data says the version already.
    """
    stream = io.BytesIO()
    save(pdf, stream, version, again=again)
    return stream.getvalue()


def save(
    pdf: pikepdf.Pdf, where: io.BytesIO | Path, version: str = "1.7", *, again: bool = False
) -> None:
    """Write a finished file, the same each time, see `written`."""
    pikepdf.settings.set_flate_compression_level(_QUICK if again else _USUAL)
    pdf.save(
        where,
        min_version=version,
        fix_metadata_version=not again,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )


_USUAL: Final = 6
_QUICK: Final = 3
"""Efforts of packing, as zlib counts them. What is packed anew in a file that was written before is
little: with half the effort such files take a fifth less time, and a fiftieth more bytes."""


def say_what_it_is(pdf: pikepdf.Pdf, imprint: Imprint, *, claim: bool) -> None:
    """Write id and version into the file's data, and take out a claim that it may not make."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
        if imprint.identifier:
            data["dc:identifier"] = imprint.identifier
        if imprint.version:
            data["xmpMM:VersionID"] = imprint.version
        for name in [name for name in data if "pdfua" in name and not claim]:
            del data[name]


def _cut_to_trim(page: pikepdf.Page) -> None:
    """Show what is inside the trim: bleed is for the printer."""
    trim = page.obj.get("/TrimBox", page.obj.MediaBox)
    page.obj.MediaBox = trim
    for box in ("/BleedBox", "/CropBox", "/ArtBox"):
        if box in page.obj:
            del page.obj[box]
    page.obj.TrimBox = trim


def page_labels(labels: Sequence[str]) -> pikepdf.Dictionary:
    """Return page labels that name each panel (ISO 32000-1:2008, 12.4.2)."""
    numbers = pikepdf.Array()
    for page, label in enumerate(labels):
        numbers.append(page)
        numbers.append(pikepdf.Dictionary(P=pikepdf.String(label)))
    return pikepdf.Dictionary(Nums=numbers)
