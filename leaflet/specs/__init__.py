"""Print facts as data: paper, folds, formats, conditions and printers, each with its source."""
