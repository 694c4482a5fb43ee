"""Encrypted workspaces in the window: asking for the passphrase, encrypting, changing the passphrase, decrypting."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from readiness_app.domain.errors import ReadinessError
from readiness_app.ui.jobs import Jobs, Progress
from readiness_app.ui.keeping import Keeper, OpenAgain

if TYPE_CHECKING:
    from readiness_app.services.encryption import Key
    from readiness_app.services.keystore import Recalled

# The services and dialogs are imported when they are needed: the window is painted before that.


class Locks(QObject):
    """What the window does about passphrases; what it has to say goes through the keeper."""

    def __init__(self, jobs: Jobs, window: QWidget, keeper: Keeper, open_with: OpenAgain) -> None:
        super().__init__(window)
        self._jobs, self._window, self._keeper, self._open_with = jobs, window, keeper, open_with
        keeper.ask_key = self.ask

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What is done by which action."""
        return {
            "encrypt": self.encrypt,
            "passphrase": self.change,
            "recovery-code": self.renew_code,
            "forget-passphrase": self.forget,
            "decrypt": self.decrypt,
        }

    def ask(self, path: Path, then: Callable[["Key"], object], **words: str) -> None:
        """Ask for the passphrase or the recovery code of a workspace; `then` gets its key. `words` are those of UnlockDialog.

        Without words it is for opening, and what this computer remembers does.
        """
        from readiness_app.services import keystore

        if words:
            self._show_ask(path, then, keystore.Recalled(), **words)
            return

        def work(progress: Progress) -> "Recalled":
            return keystore.recall(path)

        job = self._jobs.create(work)
        job.done.connect(partial(self._on_recalled, path, then))
        self._jobs.start_apart(job)

    def _on_recalled(self, path: Path, then: Callable[["Key"], object], found: "Recalled") -> None:
        if found.key is not None:
            then(found.key)
        else:
            self._show_ask(path, then, found)

    def _show_ask(self, path: Path, then: Callable[["Key"], object], found: "Recalled", **words: str) -> None:
        from readiness_app.ui.dialogs.passphrase import UnlockDialog

        dialog = UnlockDialog(
            path, self._jobs, self._window, **({"words": found.why} | words), offer=found.there, extra_missing=found.extra_missing
        )

        def unlocked() -> None:
            then(dialog.value)
            if dialog.remember.isChecked():  # afterwards: opening clears what was told before
                self._remember(path, dialog.value)

        dialog.accepted.connect(unlocked)
        dialog.open()

    def _remember(self, path: Path, key: "Key") -> None:
        def work(progress: Progress) -> None:
            from readiness_app.services import keystore

            keystore.remember(path, key)

        self._start(work, self.tr("This computer opens {name} from now on").format(name=path.name))

    def forget(self) -> None:
        """This computer remembers the passphrase of the open workspace no longer."""
        if (path := self._keeper.path) is None:
            return

        def work(progress: Progress) -> None:
            from readiness_app.services import keystore

            keystore.forget(path)

        self._start(work, self.tr("This computer asks for the passphrase of {name}").format(name=path.name))

    def _start(self, work: Callable[[Progress], None], told: str) -> None:
        job = self._jobs.create(work)
        job.done.connect(lambda nothing: self._keeper.said.emit(told))
        job.failed.connect(self._on_failed)
        self._jobs.start_apart(job)  # a keystore may ask and hang; the key file is written whole or not at all

    def encrypt(self) -> None:
        """Ask for a passphrase, show the recovery code, then encrypt."""
        if (path := self._keeper.path) is None:
            return
        from readiness_app.ui.dialogs.passphrase import NewPassphraseDialog

        dialog = NewPassphraseDialog(path, self._window)
        dialog.accepted.connect(lambda: self._show_code(path, self.tr("Encrypt"), partial(self._encrypt, path, dialog.value)))
        dialog.open()

    def change(self) -> None:
        """Another passphrase for the open workspace."""
        if (path := self._keeper.path) is None:
            return
        from readiness_app.ui.dialogs.passphrase import ChangePassphraseDialog

        dialog = ChangePassphraseDialog(path, self._jobs, self._window)
        dialog.accepted.connect(lambda: self._keeper.said.emit(self.tr("The passphrase was changed")))
        dialog.open()

    def renew_code(self) -> None:
        """Another recovery code for the open workspace."""
        if (path := self._keeper.path) is None:
            return

        def show(key: "Key") -> None:
            self._show_code(path, self.tr("Use this code"), partial(self._renew, path, key))

        self.ask(path, show, title=self.tr("New recovery code for {name}"), verb=self.tr("Next"))

    def decrypt(self) -> None:
        """Ask for the passphrase once more, then decrypt."""
        if (path := self._keeper.path) is None:
            return
        words = self.tr("Whoever has the file, its backups or its copies can read them afterwards, and the key file is removed.")
        self.ask(path, partial(self._decrypt, path), title=self.tr("Decrypt {name}"), verb=self.tr("Decrypt"), words=words)

    def _show_code(self, path: Path, verb: str, then: Callable[[str], object]) -> None:
        from readiness_app.ui.dialogs.passphrase import RecoveryCodeDialog

        dialog = RecoveryCodeDialog(path, verb, self._window)
        dialog.accepted.connect(lambda: then(dialog.value))
        dialog.open()

    def _encrypt(self, path: Path, passphrase: str, code: str) -> None:
        def work(progress: Progress) -> "tuple[Key, tuple[str, ...]]":
            from readiness_app.services import encryption

            key = encryption.encrypt(path, passphrase, code, datetime.now(UTC), progress.step)
            return key, encryption.plain_copies(path, key)

        self._keeper.work_on_closed(self.tr("Encrypting"), path, None, work, partial(self._on_encrypted, path))

    def _decrypt(self, path: Path, key: "Key") -> None:
        def work(progress: Progress) -> None:
            from readiness_app.services import encryption

            encryption.decrypt(path, key, datetime.now(UTC), progress.step)

        told = self.tr("{name} is no longer encrypted.").format(name=path.name)
        self._keeper.work_on_closed(self.tr("Decrypting"), path, key, work, lambda nothing: self._on_converted(path, None, told))

    def _renew(self, path: Path, key: "Key", code: str) -> None:
        def work(progress: Progress) -> None:
            from readiness_app.services import encryption

            encryption.replace_recovery_code(path, key, code)

        job = self._jobs.create(work)
        job.done.connect(lambda nothing: self._keeper.said.emit(self.tr("The recovery code was changed; the old one opens nothing here")))
        job.failed.connect(self._on_failed)
        self._jobs.start(job)

    def _on_encrypted(self, path: Path, made: "tuple[Key, tuple[str, ...]]") -> None:
        key, plain = made
        self._on_converted(path, key, self.tr("{name} and its backups are encrypted").format(name=path.name))
        if plain:
            words = self.tr("These hold the same workspace, or may, and are still plain: {names}. Encrypt or delete them too.")
            self._keeper.told.emit("warning", words.format(names=", ".join(plain)), ())

    def _on_converted(self, path: Path, key: "Key | None", told: str) -> None:
        if self._open_with(path, key):
            self._keeper.said.emit(told)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, ReadinessError):
            raise error
        self._keeper.told.emit("error", str(error), ())
