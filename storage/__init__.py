"""The Parquet store and the folder of raw captures."""

from storage.store import Store

__all__ = ["Store"]
