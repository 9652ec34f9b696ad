"""The Parquet store and the folder of raw captures."""
