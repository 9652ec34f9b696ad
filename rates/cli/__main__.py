"""`python -m rates.cli` is `rates`."""

from rates.cli import main

main()
