"""How collection is doing: sites against their cadence, series against their bank's calendar, gaps with reasons."""

from rates.status.look import Status, look

__all__ = ["Status", "look"]
