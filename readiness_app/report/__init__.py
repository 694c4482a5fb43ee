"""The report: from a record to the PDF that people sign; the only place that knows ReportLab and pikepdf."""
