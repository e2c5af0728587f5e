"""The ticket: the same order as on the job sheet, for programs (XJDF 2.1, CIP4).

Lengths in it are points. What nobody has said is left out, so that no program takes a guess of ours
for an order.
"""

from xml.etree import ElementTree as ET

from leaflet.dispatch.job import PROCESS, Job, Piece, fit_for_files
from leaflet.units import Size, points

NAMESPACE = "http://www.CIP4.org/JDFSchema_2_0"

_SIDES = {1: "OneSided", 2: "TwoSidedHeadToHead"}


def ticket(job: Job) -> bytes:
    """Return the ticket of a job, as XML."""
    ET.register_namespace("", NAMESPACE)
    root = _element(
        None,
        "XJDF",
        JobID=fit_for_files(job.name),
        Types="Product",
        DescriptiveName=job.title,
    )
    for said in (job.delivery.to and f"Deliver to: {job.delivery.to}", job.delivery.note):
        if said:
            _element(root, "Comment", Type="Instruction", Language="en-GB").text = said
    products = _element(root, "ProductList")
    for number, piece in enumerate(job.pieces, 1):
        _product(products, job, piece, number)
    _resources(root, job)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _element(parent: ET.Element | None, name: str, **attributes: str) -> ET.Element:
    full = f"{{{NAMESPACE}}}{name}"
    if parent is None:
        return ET.Element(full, attributes)
    return ET.SubElement(parent, full, attributes)


def _product(parent: ET.Element, job: Job, piece: Piece, number: int) -> None:
    amount = {"Amount": str(piece.copies)} if piece.copies else {}
    product = _element(
        parent,
        "Product",
        ID=f"product-{number}",
        IsRoot="true",
        DescriptiveName=f"{job.title}: {piece.form.says}",
        ProductType="Booklet" if piece.form.grows else "Flyer",
        **amount,
    )
    if piece.form.grows:
        binding = _intent(product, "BindingIntent")
        binding.set("BindingType", "SaddleStitch")
        binding.set("BindingSide", piece.form.binding.capitalize())
    _colours(product, job, piece)
    if piece.form.fold:
        _intent(product, "FoldingIntent").set("FoldCatalog", piece.form.fold)
    layout = _intent(product, "LayoutIntent")
    layout.set("Bleed", f"{points(piece.bleed):.4g}")
    layout.set("Dimensions", _pair(piece.flat))
    layout.set("FinishedDimensions", f"{_pair(piece.finished)} 0")
    layout.set("Pages", str(piece.faces))
    layout.set("Sides", _SIDES[piece.sides])
    paper = _intent(product, "MediaIntent")
    paper.set("MediaType", "Paper")
    if job.weight_gsm:
        paper.set("Weight", str(job.weight_gsm))
    if job.coating:
        paper.set("Coating", job.coating)
    if job.paper:
        paper.set("MediaQuality", job.paper)


def _intent(product: ET.Element, name: str) -> ET.Element:
    return _element(_element(product, "Intent", Name=name), name)


def _pair(size: Size) -> str:
    return f"{points(size.width):.2f} {points(size.height):.2f}"


def _colours(product: ET.Element, job: Job, piece: Piece) -> None:
    intent = _intent(product, "ColorIntent")
    inks = " ".join(one if one in PROCESS else fit_for_files(one) for one in job.inks)
    for surface in ("Front", "Back")[: piece.sides]:
        _element(intent, "SurfaceColor", Surface=surface, ColorsUsed=inks)


def _resources(root: ET.Element, job: Job) -> None:
    """Add who orders, when it has to be delivered, and the files for the press."""
    customer = _element(root, "ResourceSet", Name="CustomerInfo", Usage="Input")
    _element(
        _element(customer, "Resource"),
        "CustomerInfo",
        CustomerJobName=job.title,
        CustomerOrderID=f"{job.identifier} {job.version}".strip(),
    )
    if job.delivery.by:
        due = _element(root, "ResourceSet", Name="DeliveryParams", Usage="Input")
        delivery = _element(
            _element(due, "Resource"), "DeliveryParams", Required=job.delivery.by.isoformat()
        )
        for number, piece in enumerate(job.pieces, 1):
            if piece.copies:
                _element(
                    delivery, "DropItem", ItemRef=f"product-{number}", Amount=str(piece.copies)
                )
    files = _element(root, "ResourceSet", Name="RunList", Usage="Input")
    for number, piece in enumerate(job.pieces, 1):
        resource = _element(files, "Resource", DescriptiveName=piece.form.says)
        _element(resource, "Part", ProductPart=f"product-{number}")
        run = _element(resource, "RunList", Pages=f"0 {piece.pages - 1}")
        _element(run, "FileSpec", URL=piece.file, MimeType="application/pdf")
