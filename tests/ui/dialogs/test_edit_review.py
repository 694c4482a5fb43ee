"""The form that changes what is reviewed while the review is open."""

from readiness_app.domain.vocabulary import Paper
from readiness_app.ui.dialogs.edit_review import EditReviewDialog


def test_the_paper_of_the_report_is_chosen_and_kept(open_review, themed):
    dialog = EditReviewDialog(open_review)
    assert dialog.paper.value() == Paper.A4
    dialog.paper.set_value(Paper.LETTER)
    assert dialog.take().paper is Paper.LETTER
    assert open_review.review.frame.paper is Paper.LETTER
