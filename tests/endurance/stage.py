"""Where a long run takes place: folders and files of its own, every file dialog answered with one of them, no program ever started."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from PySide6.QtGui import QColor, QDesktopServices, QImage
from PySide6.QtWidgets import QFileDialog

from readiness_app import assets
from readiness_app.services import asking, demo, sealing
from readiness_app.services.workspace import Workspace

PASSPHRASE = demo.PASSPHRASE  # of every identity and every encrypted workspace
ME = demo.LEAD


def make_small_template(folder: Path) -> None:
    """One open review and a file, for a short run."""
    folder.mkdir()
    with Workspace.create(folder / "work.readiness") as workspace:
        demo.sample_review(workspace, datetime.now(UTC))
    (folder / "memo.txt").write_text("Prompts are kept for 30 days.\n" * 40)


def make_template(folder: Path) -> None:
    """A workspace with a review that is open, one that is ready to be sealed and one that is signed; and files of every kind."""
    made = demo.make_demo(folder, datetime.now(UTC))
    made.workspace.replace(folder / "work.readiness")
    made.report.replace(folder / "signed.pdf")
    with Workspace.open(folder / "work.readiness") as workspace:
        review = demo.sample_review(workspace, datetime.now(UTC))
        ready = demo.sample_review(workspace, datetime.now(UTC))
        identities = {role: folder / "identities" / f"{role.value}.p12" for role in demo.PEOPLE}
        ready = demo._name_signatories(workspace, ready, identities, datetime.now(UTC))
        (folder / "record.json").write_bytes(sealing.record(workspace, review))
        sealing.draft(workspace, review, folder / "draft.pdf")
        items = [item.id for item in review.checklist.items()][:3]
        asking.make_list(workspace, review, items, ME, datetime.now(UTC), [folder / "questions.xlsx"])
    for path in [*(folder / "identities").iterdir()]:
        shutil.move(path, folder / path.name)
    shutil.copy(assets.resource_path("checklists", assets.names("checklists", ".json")[0]), folder / "own-checklist.json")
    (folder / "memo.txt").write_text("Prompts are kept for 30 days.\n" * 40)
    (folder / "page.html").write_text("<img src=x><b>bold</b>")
    (folder / "picture.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    (folder / "empty.bin").write_bytes(b"")
    picture = QImage(320, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("teal"))
    picture.save(str(folder / "picture.png"))


class Files:
    """The files of one session; `answered` stands in for every file dialog."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.random = folder, Random(0)
        self._saved = 0

    def any(self, *endings: str) -> Path:
        """One of the files with one of these endings; any where none has it."""
        there = sorted(
            path for path in self.folder.iterdir() if path.is_file() and not path.name.endswith((".lock", "-wal", "-shm", ".keys"))
        )
        return self.random.choice([path for path in there if path.suffix in endings] or there)

    def block_dialogs(self) -> None:
        """Nothing outside the folder is ever chosen or written, and no program is started."""
        for name, answer in (("getOpenFileName", self._open), ("getOpenFileNames", self._open_many), ("getSaveFileName", self._save)):
            setattr(QFileDialog, name, staticmethod(answer))
        QFileDialog.getExistingDirectory = staticmethod(lambda *a, **k: str(self.folder) if self.random.random() < 0.7 else "")
        QDesktopServices.openUrl = staticmethod(lambda url: True)

    def _open(self, *args: object, **kwargs: object) -> tuple[str, str]:
        return (str(self._fitting(args)) if self.random.random() < 0.8 else ""), ""

    def _open_many(self, *args: object, **kwargs: object) -> tuple[list[str], str]:
        return [str(self._fitting(args)) for _ in range(self.random.randrange(3))], ""

    def _save(self, *args: object, **kwargs: object) -> tuple[str, str]:
        if self.random.random() < 0.2:
            return "", ""
        self._saved = (self._saved + 1) % 6
        endings = [ending for ending in _endings(args) if ending] or [".out"]
        path = self.folder / f"saved-{self._saved}{endings[0]}"
        if path.suffix == ".readiness":
            path.unlink(missing_ok=True)  # what is there may be open: another name each time would fill the disk
        return str(path), ""

    def _fitting(self, args: tuple[object, ...]) -> Path:
        return self.any(*_endings(args))


def _endings(args: tuple[object, ...]) -> list[str]:
    words = " ".join(part for part in args[3:4] if isinstance(part, str))
    return [
        ending for ending in (".readiness", ".pdf", ".p12", ".pem", ".json", ".jsonl", ".csv", ".txt", ".xlsx") if f"*{ending}" in words
    ]
