"""What keeps a person's work out of logs and crash reports: errors told without their words, no memory left on disk."""

import errno
import traceback
from collections.abc import Iterator
from contextlib import suppress


def described(trouble: BaseException, *, words: bool = False) -> str:
    """The error with its causes, oldest first: kinds and places in the code, which is what a maintainer needs.

    What an error says of itself may quote evidence or a passphrase, whoever raised it; it is told only where `words` asks for it.
    """
    return "\n".join(_described_one(each, words) for each in _chain(trouble))


def _chain(trouble: BaseException) -> Iterator[BaseException]:
    chain, seen, older = [trouble], {id(trouble)}, _older(trouble)
    while older is not None and id(older) not in seen:
        chain.append(older)
        seen.add(id(older))
        older = _older(older)
    return reversed(chain)


def _older(trouble: BaseException) -> BaseException | None:
    return trouble.__cause__ or (None if trouble.__suppress_context__ else trouble.__context__)


def _described_one(trouble: BaseException, words: bool) -> str:
    kind = type(trouble)
    places = "".join(traceback.format_tb(trouble.__traceback__))
    said = f": {trouble}" if words else ""
    parts = [f"{kind.__module__}.{kind.__qualname__}", *_facts(trouble)]
    inner = ""
    if isinstance(trouble, BaseExceptionGroup):
        inner = "".join(f"\nwith {described(each, words=words)}" for each in trouble.exceptions)
    return f"{places}{' '.join(parts)}{said}{inner}"


def _facts(trouble: BaseException) -> Iterator[str]:
    """What is known of an error that can be nobody's words: numbers of the system and of the database, names in our own code."""
    if isinstance(trouble, OSError) and trouble.errno is not None:
        yield errno.errorcode.get(trouble.errno, str(trouble.errno))
    origin = getattr(trouble, "orig", trouble)
    code = getattr(origin, "sqlite_errorname", None)
    if isinstance(code, str) and code.isidentifier():
        yield code
    name = getattr(trouble, "name", None)
    if isinstance(trouble, ImportError | NameError | AttributeError) and isinstance(name, str) and name.replace(".", "_").isidentifier():
        yield name[:80]


def without_dumps() -> None:
    """From now on a crash writes no picture of this process's memory, which holds passphrases and keys, to disk.

    Does nothing where the system has no such limit.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    # One byte: smaller than any dump, and unlike none at all it also counts where dumps are piped to a program (core(5)).
    with suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (1 if most == resource.RLIM_INFINITY else min(1, most), most))
