"""The way in for files: a workbook or a folder of CSVs is read, understood, checked, compared and, once confirmed, written."""
