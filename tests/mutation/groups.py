"""What is changed to see whether a test notices: groups of code, each with the quick tests that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Files that are changed, of them only `functions` where some are named, and the tests that are to fail."""

    name: str
    files: tuple[str, ...]
    tests: tuple[str, ...]
    leave: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


_DOMAIN = "readiness_app/domain"
_DISCLOSED = (f"{_DOMAIN}/extract.py", f"{_DOMAIN}/extracting.py", f"{_DOMAIN}/disclosing.py")
_PERMITTED = (f"{_DOMAIN}/life.py", f"{_DOMAIN}/duties.py", f"{_DOMAIN}/confidentiality.py")
GROUPS = (
    Group(
        name="rules",
        files=(f"{_DOMAIN}/*.py",),
        leave=(f"{_DOMAIN}/history.py", *_DISCLOSED, *_PERMITTED),
        tests=("tests/domain",),
    ),
    Group(name="disclosure", files=_DISCLOSED, tests=("tests/domain/test_extracting.py", "tests/domain/test_disclosing.py")),
    Group(
        name="chain",
        files=(f"{_DOMAIN}/history.py", "readiness_app/store/history.py", "docs/verify_history.py"),
        functions=(
            "readiness_app.domain.history.*",
            "readiness_app.store.history.*",
            "docs.verify_history.x_hash_of_*",
            "docs.verify_history.x_problem_of*",
        ),
        tests=("tests/domain/test_history.py", "tests/store/test_history.py", "tests/test_verify_history.py"),
    ),
    Group(
        name="escaping",
        files=(
            "readiness_app/report/glyphs.py",
            "readiness_app/report/objects.py",
            "readiness_app/cli/output.py",
            "readiness_app/exchange/comparison_csv.py",
            "readiness_app/exchange/question_sheet.py",
            "readiness_app/services/html_words.py",
            "readiness_app/ui/widgets/labels.py",
        ),
        functions=(
            "readiness_app.report.glyphs.*",
            "readiness_app.report.objects.x_text_string_*",
            "readiness_app.cli.output.x_literal_*",
            "readiness_app.cli.output.x__harmless_*",
            "readiness_app.cli.output.x__shown_*",
            "readiness_app.cli.output.x_say_*",
            "readiness_app.cli.output.x_table_*",
            "readiness_app.exchange.comparison_csv.*",
            "readiness_app.exchange.question_sheet.x__put_*",
            "readiness_app.exchange.question_sheet.x__escape_*",
            "readiness_app.exchange.question_sheet.x_unescaped_*",
            "readiness_app.exchange.question_sheet.x__unescape_*",
            "readiness_app.services.html_words.*",
            "readiness_app.ui.widgets.labels.x_*",
        ),
        tests=(
            "tests/report/test_report_hostile.py",
            "tests/report/test_report_objects.py",
            "tests/cli/test_output.py",
            "tests/exchange/test_comparison_csv.py",
            "tests/exchange/test_question_sheet.py",
            "tests/ui/widgets/test_words.py",
            "tests/services/test_html_words.py",
        ),
    ),
    Group(
        name="permissions",
        files=(*_PERMITTED, "readiness_app/store/holding.py", "readiness_app/store/keys.py", "readiness_app/signing/files.py"),
        functions=(
            "readiness_app.domain.*",
            "readiness_app.store.holding.*",
            *(
                f"readiness_app.store.keys.x_{one}_*"
                for one in ("_is_sound", "check_passphrase", "path_of", "find", "copy", "read", "write")
            ),
            "readiness_app.signing.files.*",
        ),
        tests=(
            "tests/domain",
            "tests/store/test_holding.py",
            "tests/store/test_keys.py",
            "tests/signing/test_files.py",
        ),
    ),
)
