"""What a review is called outside its workspace: by its id, or veiled where the file is encrypted, as an id is made of the model's name."""

from readiness_app.services import reviewing
from readiness_app.services.workspace import Workspace
from readiness_app.store.backups import veil


def noted_as(workspace: Workspace, review_id: str) -> str:
    """What the settings may call a review of this workspace."""
    return veil(review_id, workspace.key) if workspace.key is not None else review_id


def review_noted_as(workspace: Workspace, noted: str) -> str:
    """The id of the review that is called so; what was noted where there is none, which whoever opens it is told."""
    if workspace.key is None:
        return noted
    return next((one for one in reviewing.review_ids(workspace) if veil(one, workspace.key) == noted), noted)
