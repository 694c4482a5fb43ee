"""A workbook as the bytes of an XLSX file, made in memory alone."""

from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook


def workbook_bytes(book: "Workbook") -> bytes:
    """The same file as `book.save` makes, which puts every sheet, with all its text, into the folder for temporary files on the way."""
    from openpyxl.writer.excel import ExcelWriter

    class InMemory(ExcelWriter):  # type: ignore[misc]
        """As in openpyxl but for where a sheet stands until it is in the archive; for sheets of texts, without charts and pictures."""

        def write_worksheet(self, ws: Any) -> None:
            from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
            from openpyxl.worksheet._writer import WorksheetWriter

            ws._drawing = SpreadsheetDrawing()
            writer = WorksheetWriter(ws, BytesIO())
            writer.write()
            ws._rels = writer._rels
            self._archive.writestr(ws.path[1:], writer.read())
            self.manifest.append(ws)

    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        InMemory(book, archive).save()
    return out.getvalue()
