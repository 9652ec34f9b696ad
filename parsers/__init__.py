"""Bytes to printed quotes."""
