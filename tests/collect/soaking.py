"""A long collection against a newsroom that fails, on a simulated clock, with kills: the course of it and its account.

The newsroom runs in this process and the collector in another, which is killed for real and started again. They share
the clock. Afterwards what the server showed is compared with what the store holds.
"""

import os
import random
import resource
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from tests.collect.bulletins import Quote
from tests.collect.certificates import expired_certificate
from tests.collect.newspages import Feed
from tests.collect.newsroom import Newsroom, NewsSite
from tests.collect.sharedclock import SharedClock

TURNS = {"alfa": 1, "beta": 2, "gamma": 4, "delta": 1, "epsilon": 24}


@dataclass(frozen=True, slots=True)
class Window:
    """A fault of a site from one moment to another; `refused` and `disk` are not the server's to act on."""

    site: str
    since: datetime
    until: datetime
    fault: str

    def covers(self, now: datetime) -> bool:
        return self.since <= now < self.until


@dataclass(slots=True, kw_only=True)
class Plan:
    """What happens in a soak. `kills` are how many times the collector is killed, `rest` how long it is then away."""

    folder: Path
    start: datetime
    end: datetime
    every: timedelta
    quotes: Sequence[Quote]
    windows: Sequence[Window]
    redesign: tuple[datetime, datetime] | None = None
    kills: int = 3
    rest: timedelta = timedelta(hours=3)
    flakiness: float = 0.003
    sites: Sequence[str] = ("alfa", "beta", "gamma", "delta")


@dataclass(slots=True)
class Course:
    """What happened: the sites with their records, the kills, the collector's own measurements.

    `measured` has a life of the collector, a moment, the bytes resident then, and the files open; `left` the lives that
    ended by themselves before the end, with their exit codes.
    """

    rooms: dict[str, Newsroom] = field(default_factory=dict)
    killed: list[tuple[datetime, datetime]] = field(default_factory=list)
    measured: list[tuple[int, datetime, int, int]] = field(default_factory=list)
    rebuilt: list[tuple[str, datetime]] = field(default_factory=list)
    left: list[tuple[datetime, int]] = field(default_factory=list)
    starts: int = 0
    seconds: float = 0.0


def soak(plan: Plan, *, say: Callable[[str], object] = lambda line: None) -> Course:
    """Run the plan to its end and return what happened; the store is in `plan.folder / "store"`."""
    began = time.monotonic()
    plan.folder.mkdir(parents=True, exist_ok=True)
    clock = SharedClock(plan.folder / "clock", plan.start)
    course = Course()
    chance = random.Random(7)
    with ExitStack() as stack:
        for name in plan.sites:
            tls = _expired(plan.folder) if name == "epsilon" else None
            course.rooms[name] = stack.enter_context(Newsroom(_site(name, plan, clock), tls=tls))
        stack.enter_context(_doors(plan, course, clock))
        _configure(plan, course)
        # The second half is left to one process, so that a year's worth of growth would show.
        moments = sorted(plan.start + (plan.end - plan.start) * chance.uniform(0.05, 0.5) for _ in range(plan.kills))
        while clock.now() < plan.end:
            kill_at = next((moment for moment in moments if moment > clock.now()), None)
            rest = plan.rest if chance.random() < 0.4 else timedelta(0)
            _one_life(plan, course, clock, kill_at=kill_at, rest=rest, say=say)
    course.seconds = time.monotonic() - began
    return course


def _one_life(
    plan: Plan,
    course: Course,
    clock: SharedClock,
    *,
    kill_at: datetime | None,
    rest: timedelta,
    say: Callable[[str], object],
) -> None:
    course.starts += 1
    command = [sys.executable, "-m", "tests.collect.soaking", str(plan.folder), *_words(plan)]
    trusted = {"SSL_CERT_FILE": str(plan.folder / "tls/both.pem")} if "epsilon" in plan.sites else {}
    place = Path(__file__).parents[2]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=place, env=os.environ | trusted) as child:
        assert child.stdout
        reader = threading.Thread(target=_listen, args=(child.stdout, course, say))
        reader.start()
        killed = _kill_at(child, kill_at, clock)
        reader.join()
    if killed:
        moment = clock.now()
        clock.set(moment + rest)
        course.killed.append((moment, moment + rest))
        say(f"killed at {moment:%Y-%m-%d %H:%M:%S}, back after {rest}")
    elif child.returncode:
        course.left.append((clock.now(), child.returncode))
        say(f"the collector left with {child.returncode} at {clock.now():%Y-%m-%d %H:%M:%S}")
        clock.sleep(plan.every.total_seconds())  # as a scheduler starts it again with the next turn


def _kill_at(child: "subprocess.Popen[str]", kill_at: datetime | None, clock: SharedClock) -> bool:
    """Wait for the end of the process, or bring it about at that moment; whether it was killed."""
    while child.poll() is None:
        time.sleep(0.002)
        if kill_at and clock.now() >= kill_at:
            time.sleep(random.uniform(0, 0.1))  # anywhere in the work of a pass or two
            child.kill()
            child.wait()
            return True
    return False


def _listen(lines: Iterator[str], course: Course, say: Callable[[str], object]) -> None:
    for line in lines:
        if line.startswith("measured "):
            _, moment, memory, files = line.split()
            course.measured.append((course.starts, datetime.fromisoformat(moment), int(memory), int(files)))
        elif line.startswith("rebuilt "):
            _, site, moment = line.split()
            course.rebuilt.append((site, datetime.fromisoformat(moment)))
        else:
            say(line.rstrip())


def _site(name: str, plan: Plan, clock: SharedClock) -> NewsSite:
    """alfa: ETag, busy. beta: Last-Modified, cp1251, gzip, redesigned. gamma: no validators, quiet. delta: forbids.

    epsilon's certificate ended in 2020.
    """
    windows = [each for each in plan.windows if each.site == name and each.fault not in {"refused", "disk"}]

    def faults(now: datetime, path: str) -> str | None:
        planned = next((each.fault for each in windows if each.covers(now)), None)
        if planned == "robots":
            return "503" if path == "/robots.txt" else None
        if planned or path == "/robots.txt":
            return planned if path != "/robots.txt" or planned in {"reset", "slow 1", "500"} else None
        draw = sha256(f"{name} {now.timestamp():.0f}".encode()).digest()
        return "reset" if int.from_bytes(draw[:4]) / 2**32 < plan.flakiness else None

    facts = {
        "alfa": {"modified": False},
        "beta": {"etag": False, "charset": "cp1251", "packed": True, "robots": None},
        "gamma": {"etag": False, "modified": False, "robots": "User-agent: *\nCrawl-delay: 10\n"},
        "delta": {"robots": "User-agent: *\nDisallow: /\n"},
        "epsilon": {},
    }[name]
    feed = Feed(name, plan.quotes, busy={"alfa": 0.3, "beta": 0.15, "gamma": 0.08, "delta": 0.1, "epsilon": 0.1}[name])
    redesign = plan.redesign if name == "beta" else None
    return NewsSite(feed=feed, now=clock.now, faults=faults, redesign=redesign, **facts)


def _expired(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(expired_certificate(folder / "tls"))
    return context


@contextmanager
def _doors(plan: Plan, course: Course, clock: SharedClock) -> Iterator[None]:
    """Shut a site's server while a window says `refused`."""
    windows = [each for each in plan.windows if each.fault == "refused"]
    done = threading.Event()
    closed: set[str] = set()

    def watch() -> None:
        while not done.wait(0.002):
            now = clock.now()
            refusing = {each.site for each in windows if each.covers(now)}
            for name in refusing - closed:
                course.rooms[name].shut()
            for name in closed - refusing:
                course.rooms[name].open()
            closed.clear()
            closed.update(refusing)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        for name in closed:
            course.rooms[name].open()


def _configure(plan: Plan, course: Course) -> None:
    """The configuration that the collector reads: quick limits, loopback allowed, a site that is open by day."""
    lines = [
        'contact = "desk@paper.test"',
        f'store = "{plan.folder}/store"',
        f'notify.textfile = "{plan.folder}/rates.prom"',
        "[limits]",
        'timeout = "500ms"\ndeadline = "5s"\nwait = "5ms"\nattempts = 2\npace = "2s"\npatience = "30s"\nsize = "4MB"',
    ]
    for name, room in course.rooms.items():
        lines += [
            f"[sites.{name}]",
            f'pages = ["{room.url}/"]',
            f'cadence = "{int(TURNS[name] * plan.every.total_seconds())}s"',
            'parser = "rbc"',
        ]
        lines += ['zone = "Europe/Moscow"', 'bank = "cbr"', "private = true"]
        lines += ['hours = "07:00-23:30"'] if name == "gamma" else []
    (plan.folder / "rates.toml").write_text("\n".join(lines) + "\n")


def _words(plan: Plan) -> list[str]:
    disk = next((each for each in plan.windows if each.fault == "disk"), None)
    until = [disk.since.isoformat(), disk.until.isoformat()] if disk else []
    return [plan.end.isoformat(), str(plan.every.total_seconds()), *until]


def collect(folder: Path, end: datetime, every: timedelta, disk: tuple[datetime, datetime] | None) -> None:
    """The collector's process: the loop of `rates collect --every` on the shared clock until the end."""
    from rates.cli.collect import after
    from rates.cli.status import told_of
    from rates.collect.loop import run
    from rates.collect.session import collecting, tidy
    from rates.config import load
    from storage import Store

    clock = SharedClock(folder / "clock")
    settings = load(environ={"RATES_CONFIG": str(folder / "rates.toml")}).settings
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_or_free(now: datetime) -> None:
        full = disk is not None and disk[0] <= now < disk[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (0 if full else soft, hard))

    store = Store.open(folder / "store", create=True)
    fill_or_free(clock.now())
    clock.on_sleep = fill_or_free
    last, rebuilt = clock.now().date(), set[datetime]()
    with collecting(settings, store, clock=clock) as collector:

        def one_pass() -> None:
            nonlocal last
            collector.one_pass()
            for url, page in collector.memory.pages.items():
                if page.changed_at and page.changed_at not in rebuilt:
                    rebuilt.add(page.changed_at)
                    name = next(name for name, site in settings.sites.items() if url in site.pages)
                    _tell(f"rebuilt {name} {page.changed_at.isoformat()}")
            tidy(store)
            if clock.now().date() != last:
                last = clock.now().date()
                after(collector, told_of(store))  # a look at everything, which in earnest follows each pass
                _tell(
                    f"measured {clock.now().isoformat()} {_memory()} {sum(1 for _ in Path('/proc/self/fd').iterdir())}"
                )
            if clock.now() >= end:
                clock.stop()

        run(one_pass, every=every, clock=clock, chance=random.Random(1))


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _memory() -> int:
    """Resident bytes now."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize()


if __name__ == "__main__":
    place, ending, seconds, *full = sys.argv[1:]
    span = (datetime.fromisoformat(full[0]), datetime.fromisoformat(full[1])) if full else None
    collect(Path(place), datetime.fromisoformat(ending), timedelta(seconds=float(seconds)), span)
