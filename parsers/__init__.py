"""Bytes to printed quotes."""

from parsers.reader import parse

__all__ = ["parse"]
