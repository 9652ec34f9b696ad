"""Series to figures, figures to pages."""

from reports.figure import figure
from reports.page import render, write_report

__all__ = ["figure", "render", "write_report"]
