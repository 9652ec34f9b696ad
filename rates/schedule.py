"""Units that let the machine's own scheduler run `rates collect`: a systemd timer and service, or a line of cron.

A user's own manager may not make mount or capability changes everywhere, so its unit is hardened by system call filters
alone; the system's unit, which runs as that user, is closed off from all but its own folders as well.
"""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from rates.amounts import write_duration
from rates.errors import UsageError

NAME = "rates-collect"


@dataclass(frozen=True, slots=True)
class Unit:
    """A file of the scheduler: its name and its text."""

    name: str
    text: str


def systemd_units(
    command: Sequence[str], *, every: timedelta, writes: Sequence[Path] = (), user: str | None = None
) -> tuple[Unit, Unit]:
    """The service and the timer: of a user's own manager, or of the system's, running as `user`.

    `command` is absolute; `writes` are the only folders that the system's service may write to.
    """
    service = _SERVICE.format(command=" ".join(_systemd_word(word) for word in command))
    if user:
        service += _SYSTEM.format(user=user, writes=" ".join(_systemd_word(str(path)) for path in writes))
    return Unit(f"{NAME}.service", service), Unit(f"{NAME}.timer", _TIMER.format(calendar=systemd_calendar(every)))


def cron_line(command: Sequence[str], *, every: timedelta) -> str:
    """The line of a crontab; a percent sign would end the command there."""
    return f"{cron_times(every)} {shlex.join(command)}".replace("%", "\\%")


def systemd_calendar(every: timedelta) -> str:
    """`*:0/15` for 15 minutes. UsageError where the hour or the day does not divide evenly."""
    minutes, hours = _divided(every)
    if hours == 24:
        return "*-*-* 00:00"
    return f"*:0/{minutes}" if minutes else f"*-*-* 0/{hours}:00"


def cron_times(every: timedelta) -> str:
    """`*/15 * * * *` for 15 minutes. UsageError where the hour or the day does not divide evenly."""
    minutes, hours = _divided(every)
    if hours == 24:
        return "0 0 * * *"
    return f"*/{minutes} * * * *" if minutes else f"0 */{hours} * * *"


def _divided(every: timedelta) -> tuple[int, int]:
    minutes, rest = divmod(every.total_seconds(), 60)
    if rest == 0 and minutes < 60 and 60 % minutes == 0:
        return int(minutes), 0
    hours, rest = divmod(every.total_seconds(), 3600)
    if rest == 0 and 0 < hours <= 24 and 24 % hours == 0:
        return 0, int(hours)
    raise UsageError(
        f"a scheduler cannot run every {write_duration(every)} evenly",
        hint="take a time that divides the hour or the day: 5m, 10m, 15m, 20m, 30m, 1h, 2h, 6h, 1d",
    )


def _systemd_word(word: str) -> str:
    """A word of a unit file: specifiers and variables are taken literally, spaces don't end it."""
    plain = word.replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$-]+", plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


_SERVICE = """\
[Unit]
Description=Collect currency quotes from news pages
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
ExecStart={command}
TimeoutStartSec=30min
SuccessExitStatus=3
Nice=10
UMask=0022
NoNewPrivileges=yes
LockPersonality=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
"""

_SYSTEM = """\
User={user}
ReadWritePaths={writes}
ProtectSystem=strict
ProtectHome=read-only
PrivateTmp=yes
PrivateDevices=yes
PrivateUsers=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes
ProtectProc=invisible
ProcSubset=pid
CapabilityBoundingSet=
"""

_TIMER = f"""\
[Unit]
Description=Collect currency quotes from news pages on time

[Timer]
OnCalendar={{calendar}}
Persistent=true
RandomizedDelaySec=30
AccuracySec=1s
Unit={NAME}.service

[Install]
WantedBy=timers.target
"""
