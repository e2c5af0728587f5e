"""A finished tagged file opened again: what of its claim to be PDF/UA does it not keep?

Judges know far more rules. These are the ones that the claim rests on, looked up in the bytes
that leave the house and not in what we meant to write.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name


def broken_in_tagged(pdf: bytes) -> list[str]:
    """Return what a tagged file does not keep of PDF/UA-1, in words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(dict.fromkeys([*_tagged(opened), *_unembedded(opened)]))


def _unembedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield fonts that are not in the file."""
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        if font.get("/Subtype") in (Name.Type0, Name.Type3):
            continue  # the first holds another font, which is looked at; the second is drawings
        described = font.get("/FontDescriptor", Dictionary())
        if not any(f"/FontFile{kind}" in described for kind in ("", "2", "3")):
            yield f"the font {str(font.get('/BaseFont', '?')).removeprefix('/')} is not in it"


def _tagged(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what readers with a screen reader would miss (ISO 14289-1:2014, 7)."""
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "it does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "it has no language"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "its title is not shown"
    if "/StructTreeRoot" not in root:
        yield "it has no tags"
        return
    yield from _links(pdf)
    for element in pdf.objects:
        figure = isinstance(element, Dictionary) and element.get("/S") == Name.Figure
        if figure and not str(element.get("/Alt", element.get("/ActualText", ""))):
            yield "a picture is not described"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield pages and links that the tree of tags does not know."""
    parents = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
    for page in pdf.pages:
        if "/StructParents" in page.obj and int(page.obj.StructParents) not in parents:
            yield "a page is not in the tree of tags"
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            if int(annotation.get("/StructParent", -1)) not in parents:
                yield "a link is not in the tree of tags"
            if not str(annotation.get("/Contents", "")):
                yield "a link says nothing of where it leads"
