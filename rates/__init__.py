"""Currency series out of news pages: verified and point-in-time."""

__version__ = "0.1.0"
