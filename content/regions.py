"""The tree county → town → village, school or company, each with its office and its phones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

SAMPLE = Path(__file__).parent / "regions.yaml"
# No telephone begins like this: the sample's numbers do, so that nobody ever dials one.
FALSE_PHONE = "0000"


class RegionsError(Exception):
    """The regions file cannot be used; says where and why."""


class Region(BaseModel):
    """A node of the tree. A node without an office or phones uses those above it."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)
    name: str = Field(min_length=1, max_length=40)
    office: str | None = Field(default=None, max_length=40)
    phones: tuple[str, ...] = ()
    children: tuple[Region, ...] = ()


@dataclass(frozen=True)
class Office:
    """Who stands behind a region."""

    name: str
    phones: tuple[str, ...]


class Regions:
    """The tree with its look-ups. `root` is the office's whole area; `sample`: it is only our example."""

    def __init__(self, root: Region, *, sample: bool = False) -> None:
        self.root = root
        self.sample = sample
        self._paths: dict[str, tuple[Region, ...]] = {}
        for path in _walk(root, ()):
            if path[-1].id in self._paths:
                raise RegionsError(f"id: {path[-1].id!r} stands twice; rename one")
            self._paths[path[-1].id] = path

    def __contains__(self, region: str) -> bool:
        return region in self._paths

    @cached_property
    def phones(self) -> frozenset[str]:
        """Every office's number, digits only."""
        nodes = (path[-1] for path in self._paths.values())
        return frozenset(re.sub(r"\D", "", phone) for node in nodes for phone in _real(node))

    @property
    def root_office(self) -> str | None:
        """Who signs where the operator gave no name; nobody's name is taken from the sample."""
        return None if self.sample else self.root.office

    def get(self, region: str | None) -> Region:
        """The node of that id; the root for None and for an id that is no longer there."""
        return self._path(region)[-1]

    def parent(self, region: str) -> str:
        """The id of the node above; the root's own for the root."""
        path = self._path(region)
        return path[-2].id if len(path) > 1 else path[-1].id

    def path_name(self, region: str | None) -> str:
        """As a person says it: 幸福县 · 平安镇 · 幸福村; without the root when something stands below it."""
        path = self._path(region)
        return " · ".join(node.name for node in (path[1:] or path))

    def under(self, region: str | None) -> frozenset[str] | None:
        """Ids of the region and all below it; None means everything, groups without a region included.

        A region that is no longer in the file covers nothing.
        """
        if region is not None and region not in self:
            return frozenset()
        node = self.get(region)
        if node is self.root:
            return None
        return frozenset(path[-1].id for path in _walk(node, ()))

    def names(self, region: str | None) -> tuple[str, ...]:
        """What the region and all places below it are called."""
        return tuple(path[-1].name for path in _walk(self.get(region), ()))

    def named_in(self, words: str, within: str | None) -> str | None:
        """The place below `within` that these words name, the nearest to the ground; else `within`.

        Of several it is the place that all of them lie in: two villages are their town's.
        """
        named = [path for path in _walk(self.get(within), ()) if path[-1].name in words]
        above = {node.id for path in named for node in path[:-1]}
        lowest = [path[-1] for path in named if path[-1].id not in above]
        # 河东村 names no 东村.
        meant = [one for one in lowest if not any(one.name in other.name != one.name for other in lowest)]
        ways = [self._path(one.id) for one in meant]
        common = [step[0] for step in zip(*ways, strict=False) if len({one.id for one in step}) == 1]
        # The way down to `within` is common to all.
        return common[-1].id if len(common) > len(self._path(within)) else within

    def covers(self, region: str | None, other: str | None) -> bool:
        """Whether what belongs to `other` lies under `region`."""
        ids = self.under(region)
        return ids is None or (other is not None and other in ids)

    def office(self, region: str | None, default: str) -> Office:
        """The nearest office upwards with its phones; `default` names the root's when the file does not.

        Of the sample nothing is told: its offices are not the operator's, and its phones are false.
        """
        if self.sample:
            return Office(default, ())
        path = self._path(region)
        name = next((node.office for node in reversed(path) if node.office), default)
        phones = next((phones for node in reversed(path) if (phones := _real(node))), ())
        return Office(name, phones)

    def _path(self, region: str | None) -> tuple[Region, ...]:
        return self._paths.get(region or "", (self.root,))


def load_regions(folder: Path | None = None) -> Regions:
    """The operator's regions.yaml where there is one, else the built-in sample. Raises RegionsError."""
    own = folder / "regions.yaml" if folder else None
    file = own if own and own.is_file() else SAMPLE
    try:
        data: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
        return Regions(Region.model_validate(data), sample=file == SAMPLE)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise RegionsError(f"{file}: cannot be read: {str(error).splitlines()[0]}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "file"
        raise RegionsError(f"{file}: {where}: {first['msg']}") from error
    except RegionsError as error:
        raise RegionsError(f"{file}: {error}") from error


def _real(node: Region) -> tuple[str, ...]:
    return tuple(phone for phone in node.phones if not phone.startswith(FALSE_PHONE))


def _walk(node: Region, above: tuple[Region, ...]) -> Iterator[tuple[Region, ...]]:
    path = (*above, node)
    yield path
    for child in node.children:
        yield from _walk(child, path)
