"""A document in, bytes out: PPTX, PDF, XLSX, HTML and JSON. Plain Python; counts nothing."""
