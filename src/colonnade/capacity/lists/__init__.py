"""Lists of participants as others keep them: read, understood, compared with the record and, once confirmed, written."""
