"""A page with a ground, a picture's worth of bleed and words; run inside Scribus with a path."""

import sys

import scribus  # type: ignore[import-not-found] # Scribus has it, and nobody else

BLEED = 3

scribus.newDocument(
    (100, 100), (5, 5, 5, 5), scribus.PORTRAIT, 1, scribus.UNIT_MILLIMETERS, scribus.PAGE_1, 0, 1
)
scribus.defineColorCMYK("pale", 0, 13, 8, 8)
ground = scribus.createRect(-BLEED, -BLEED, 100 + 2 * BLEED, 100 + 2 * BLEED)
scribus.setFillColor("pale", ground)
scribus.setLineColor("None", ground)
frame = scribus.createText(15, 15, 70, 30)
scribus.insertText("Tea for all of us", 0, frame)
scribus.selectText(0, 17, frame)
scribus.setFont(scribus.getFontNames()[0], frame)
scribus.setFontSize(14, frame)
scribus.setTextColor("Black", frame)

pdf = scribus.PDFfile()
pdf.file = sys.argv[1]
pdf.version = 10  # PDF/X-4
pdf.outdst = 1  # to a printer, and so in inks
pdf.useDocBleeds = False
pdf.bleedt = pdf.bleedb = pdf.bleedl = pdf.bleedr = BLEED
pdf.info = "Tea"
pdf.fontEmbedding = 0
pdf.save()
