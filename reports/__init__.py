"""Series to figures, figures to pages."""

from reports.figure import figure
from reports.page import render

__all__ = ["figure", "render"]
