"""The report as PDF: the same view as the page, set by typst with fonts that pip brings."""
