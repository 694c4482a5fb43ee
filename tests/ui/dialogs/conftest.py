"""A real review on screen."""

from tests.ui.on_screen import jobs, open_review, sample_file, signed_folder, signed_review

__all__ = ["jobs", "open_review", "sample_file", "signed_folder", "signed_review"]
