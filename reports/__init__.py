"""Series to figures, figures to pages."""
