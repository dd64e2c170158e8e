"""The papers of an event: letters, certificates, sheets, badges, lists, its report. Values in, bytes out."""
