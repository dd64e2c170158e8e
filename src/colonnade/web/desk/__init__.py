"""The desk: where staff keep the record. It configures Wagtail's admin; what may happen is decided in the rooms."""
