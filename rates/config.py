"""The configuration in layers: the platform's folder, `./rates.toml` over it, RATES_* variables and flags over both.

Every value remembers where it was set, so an error names the file, the line and the nearest key that exists.
"""

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rates.errors import ConfigError
from rates.toml_lines import key_lines

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from rates.settings import Settings

Names = tuple[str, ...]
LOCAL = Path("rates.toml")
VARIABLES: dict[str, Names] = {
    "RATES_STORE": ("store",),
    "RATES_RAW": ("raw",),
    "RATES_CONTACT": ("contact",),
    "RATES_USER_AGENT": ("user_agent",),
    "RATES_NOTIFY_WEBHOOK": ("notify", "webhook"),
    "RATES_NOTIFY_TEXTFILE": ("notify", "textfile"),
    "RATES_NOTIFY_MAX_AGE": ("notify", "max_age"),
    "RATES_LIMITS_TIMEOUT": ("limits", "timeout"),
    "RATES_LIMITS_DEADLINE": ("limits", "deadline"),
    "RATES_LIMITS_SIZE": ("limits", "size"),
    "RATES_LIMITS_ATTEMPTS": ("limits", "attempts"),
    "RATES_LIMITS_PACE": ("limits", "pace"),
}
FILE_VARIABLE = "RATES_CONFIG"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value was set: a file, a variable, a flag, or `default`; the line is the file's, from 1."""

    place: str
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.place} line {self.line}" if self.line else self.place


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """The settings and where each was set; `origins` holds only what was set somewhere."""

    settings: "Settings"
    origins: Mapping[Names, Origin]

    def origin(self, path: Names) -> Origin:
        """Where the value at `path` comes from."""
        return self.origins.get(path, Origin(place="default"))


@dataclass(slots=True)
class _Layers:
    values: dict[str, Any] = field(default_factory=dict)
    origins: dict[Names, Origin] = field(default_factory=dict)

    def put(self, path: Names, value: object, origin: Origin) -> None:
        below = self.values
        for name in path[:-1]:
            if not isinstance(below.get(name), dict):
                below[name] = {}
            below = below[name]
        below[path[-1]] = value
        for depth in range(1, len(path) + 1):
            if depth == len(path) or path[:depth] not in self.origins:
                self.origins[path[:depth]] = origin


def config_files(environ: Mapping[str, str] | None = None) -> tuple[Path, ...]:
    """The files that are there to be read, the weakest first. `RATES_CONFIG` names one instead of both."""
    environ = os.environ if environ is None else environ
    if named := environ.get(FILE_VARIABLE):
        if not Path(named).is_file():
            raise ConfigError(f"no such file: {named} (named by {FILE_VARIABLE})", hint="rates init")
        return (Path(named),)
    return tuple(path for path in (user_file(), LOCAL) if path.is_file())


def user_file() -> Path:
    """The configuration file in the platform's own folder."""
    from platformdirs import user_config_path

    return user_config_path("rates", appauthor=False) / "rates.toml"


def load(*, flags: Mapping[Names, object] | None = None, environ: Mapping[str, str] | None = None) -> Config:
    """Read all layers. `flags` maps the path of a setting to its value. Raises `ConfigError` with every mistake."""
    environ = os.environ if environ is None else environ
    layers = _Layers()
    for file in config_files(environ):
        _put_file(layers, file)
    for name, path in VARIABLES.items():
        if name in environ:
            layers.put(path, environ[name], Origin(place=name))
    for path, value in (flags or {}).items():
        layers.put(path, value, Origin(place="--" + path[-1].replace("_", "-")))
    return _checked(layers, strays=_stray_variables(environ))


def store_folder(option: Path | None = None, *, environ: Mapping[str, str] | None = None) -> Path:
    """The store to use: the option, else RATES_STORE, else the configuration's, else the platform's data folder."""
    environ = os.environ if environ is None else environ
    if option is None and environ.get("RATES_STORE"):
        option = Path(environ["RATES_STORE"])
    if option is None and config_files(environ):
        option = load(environ=environ).settings.store
    if option is None:
        from platformdirs import user_data_path

        option = user_data_path("rates", appauthor=False) / "store"
    return option.expanduser()


def _put_file(layers: _Layers, file: Path) -> None:
    try:
        text = file.read_text(encoding="utf-8")
        tree = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    lines = key_lines(text)
    for path, line in lines.items():
        layers.origins.setdefault(path, Origin(place=str(file), line=line))
    for path, value in _leaves(tree):
        layers.put(path, value, Origin(place=str(file), line=lines.get(path)))


def _leaves(tree: Mapping[str, Any], above: Names = ()) -> Iterator[tuple[Names, object]]:
    for name, value in tree.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, name))
        else:
            yield (*above, name), value


def _checked(layers: _Layers, *, strays: list[str]) -> Config:
    from pydantic import ValidationError

    from rates.settings import Settings

    try:
        settings = Settings.model_validate(layers.values)
    except ValidationError as error:
        told = sorted(_told(detail, layers.origins, Settings) for detail in error.errors())
        strays = [sentence for _, _, sentence in told] + strays
    if strays:
        raise ConfigError("\n".join(strays), hint="rates init --print shows every key with its meaning")
    return Config(settings=settings, origins=layers.origins)


def _told(detail: "ErrorDetails", origins: Mapping[Names, Origin], model: "type[BaseModel]") -> tuple[str, int, str]:
    """A mistake as place, line and sentence, so that they are read in the order of the file."""
    names = tuple(part for part in detail["loc"] if isinstance(part, str))
    known = next((names[:end] for end in range(len(names), 0, -1) if names[:end] in origins), ())
    origin = origins.get(known, Origin(place="configuration"))
    if detail["type"] == "extra_forbidden":
        what = f"unknown key `{names[-1]}`{_nearest(names[-1], _keys_at(model, names[:-1]))}"
    elif detail["type"] == "missing":
        what = f"`{'.'.join(names)}` is missing"
    else:
        what = f"`{'.'.join(names)}`: {detail['msg'].removeprefix('Value error, ')}"
    return origin.place, origin.line or 0, f"{origin}: {what}"


def _keys_at(model: "type[BaseModel]", names: Names) -> list[str]:
    from rates.settings import Limits, Notify, Site

    inner: dict[str, type[BaseModel]] = {"limits": Limits, "notify": Notify, "sites": Site}
    return list((inner[names[0]] if names else model).model_fields)


def _nearest(name: str, keys: list[str]) -> str:
    near = get_close_matches(name, keys, n=1, cutoff=0.5)
    return f": did you mean `{near[0]}`?" if near else f"; the keys here are {', '.join(f'`{key}`' for key in keys)}"


def _stray_variables(environ: Mapping[str, str]) -> list[str]:
    """Variables that look like ours misspelt; others that begin with RATES_ may be another program's."""
    known = [*VARIABLES, FILE_VARIABLE]
    mine = sorted(name for name in environ if name.startswith("RATES_") and name not in known)
    near = {name: get_close_matches(name, known, n=1, cutoff=0.85) for name in mine}
    return [f"unknown variable `{name}`: did you mean `{hits[0]}`?" for name, hits in near.items() if hits]
