"""The form that changes what is reviewed while the review is open."""

from readiness_app.domain.vocabulary import Paper
from readiness_app.ui.dialogs.edit_review import EditReviewDialog


def test_the_paper_of_the_report_is_chosen_and_kept(open_review, themed):
    dialog = EditReviewDialog(open_review)
    assert dialog.paper.value() == Paper.A4
    dialog.paper.set_value(Paper.LETTER)
    assert dialog.take().paper is Paper.LETTER
    assert open_review.review.frame.paper is Paper.LETTER


def test_a_newer_pack_says_what_it_changed(open_review, themed):
    dialog = EditReviewDialog(open_review)
    dialog.pack.set_value("claude-mythos-preview-2026-05-31")
    dialog.pack.picked.emit("claude-mythos-preview-2026-05-31")
    assert dialog.about_pack.text().startswith("Since Claude Mythos, as of 29 March 2026: resolved 22, partly resolved 23")
    assert dialog.take().pack.id == "claude-mythos-preview-2026-05-31" == open_review.pack.id


def test_a_pack_that_came_from_a_file_stays(open_review, themed, tmp_path):
    from readiness_app.services import reviewing
    from tests.services.test_comparing import a_pack_from_a_file

    open_review.do(reviewing.change_pack(open_review.workspace, open_review.review, a_pack_from_a_file(tmp_path)))
    dialog = EditReviewDialog(open_review)
    dialog.lead.setText("Ruth Okello")
    assert (dialog.pack.currentText().split(",")[0], dialog.take().pack.id) == ("Our own pack", "ours")
