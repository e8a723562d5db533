"""What a repository of the hub offers: its quantisations, and which one suits this machine.

Pure, but for `look`, which asks the hub.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from sel.engine.gguf import GgufInfo, glimpse
from sel.errors import FetchError
from sel.fetch.hub import PUBLIC, Hub, HubFile
from sel.fetch.search import about, beginning
from sel.model_events import FitView, HubModelView, OffersView, OfferView
from sel.models.fit import BITS, judge, usual_context
from sel.models.listing import Terms

HEAD = 1 << 17
"""Bytes of a file that tell what a model needs: its properties stand before its vocabulary."""
USUAL = "Q4_K_M"
"""The quantisation most people take: half a per cent of quality for three quarters of the size."""
SMALL = 1_500_000_000
"""Bytes up to which Q8_0 is worth it: small models lose more by being quantised."""

_QUANTISATION = re.compile(
    r"(?:^|[-_./])((?:IQ|TQ|Q)\d(?:_[A-Z0-9]+)*|BF16|F16|F32|FP16|FP32|MXFP4(?:_MOE)?)(?=[-_./]|$)",
    re.IGNORECASE,
)
_PART = re.compile(r"-(\d{5})-of-(\d{5})$")
_NAME = re.compile(
    r"(?P<repo>[^:/\s]+/[^:/\s]+)(?::(?P<quant>[\w-]+)|/(?P<file>.+\.gguf))?", re.ASCII
)
_ADDRESS = re.compile(r"(?P<scheme>https?://)?(?P<host>[^/\s]+)/(?P<rest>[^?#\s]+)(?:[?#]\S*)?")
_PAGE = re.compile(r"^([^/]+/[^/]+)/(?:tree|blob|resolve|raw)/[^/]+")
SHORT = "hf.co"
"""What the public hub's host is called for short, as in `ollama run hf.co/owner/repo`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a person asks for: a repository, and a quantisation or a file of it, or neither."""

    repo: str
    quantisation: str = ""
    file: str = ""


def wanted(name: str, hub: str = PUBLIC) -> Wanted:
    """Read OWNER/REPO, OWNER/REPO:QUANT or OWNER/REPO/FILE.gguf, or the address of a page of the
    hub (whose own is `hub`), as a browser or another program shows it. Raises `FetchError`."""
    found = _NAME.fullmatch(_without_host(name.strip(), hub))
    if found is None:
        raise FetchError(
            "That is no name of a model on the hub.",
            where=name,
            hint="Write OWNER/REPO, OWNER/REPO:Q4_K_M or OWNER/REPO/FILE.gguf;"
            " `sel models search WORDS` finds some.",
        )
    return Wanted(
        repo=found["repo"], quantisation=(found["quant"] or "").upper(), file=found["file"] or ""
    )


def _without_host(name: str, hub: str) -> str:
    """What is left of host/owner/repo, …/tree/main or …/blob/main/FILE. Raises `FetchError`."""
    found = _ADDRESS.fullmatch(name)
    if found is None:
        return name
    if found["host"].lower() in {urlsplit(PUBLIC).netloc, urlsplit(hub).netloc.lower(), SHORT}:
        return _PAGE.sub(r"\1", found["rest"]).rstrip("/")
    if found["scheme"]:
        raise FetchError(
            f"SEL does not fetch from {found['host']}.",
            hint="Name a model of the hub: OWNER/REPO. HF_ENDPOINT names another hub.",
        )
    return name  # an owner may be called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What was found out about a repository: for faces (`view`), and the files to fetch."""

    view: OffersView
    files: dict[str, HubFile]

    def of(self, names: Sequence[str]) -> tuple[HubFile, ...]:
        """These files. Raises `FetchError` where the repository has them no more."""
        missing = [name for name in names if name not in self.files]
        if missing:
            raise FetchError("The hub has this file no more.", where=missing[0])
        return tuple(self.files[name] for name in names)


def look(
    hub: Hub,
    repo: str,
    terms: Terms,
    sleep: Callable[[float], None],
    here: Callable[[HubFile], bool] = lambda _: False,
) -> Stock:
    """Ask the hub what there is. `here` tells whether a file was fetched already. Raises
    `FetchError`."""
    known = about(hub, repo, sleep)
    files = {one.path: one for one in hub.files(repo, sleep=sleep) if _is_gguf(one.path)}
    groups = sorted(quantisations(tuple(files.values())), key=lambda group: group.size)
    if not groups:
        raise FetchError(
            f"{repo} has no GGUF files, which is what SEL runs.",
            where=hub.address,
            hint="Look for the same name with -GGUF: `sel models search WORDS`.",
        )
    info = _info(hub, repo, groups[0], known.parameters, sleep)
    offers = [
        replace(
            one,
            fit=_fit(info, one.size, terms),
            here=all(here(files[name]) for name in one.files),
        )
        for one in groups
    ]
    projector = choose_projector([one for one in files.values() if _projects(one.path)])
    view = OffersView(
        model=HubModelView(**asdict(known)),
        offers=tuple(recommended(offers)),
        host=urlsplit(hub.address).hostname or hub.address,
        projector=projector.path if projector else "",
        projector_size=projector.size if projector else 0,
    )
    return Stock(view=view, files=files)


def _info(
    hub: Hub, repo: str, smallest: OfferView, parameters: int, sleep: Callable[[float], None]
) -> GgufInfo | None:
    """What the first bytes of a file tell. A hub that gives none costs only the verdict."""
    try:
        head = beginning(hub, repo, smallest.files[0], HEAD, sleep)
    except FetchError:
        return None
    return glimpse(head, smallest.size, parameters)


def _fit(info: GgufInfo | None, size: int, terms: Terms) -> FitView | None:
    if info is None:
        return None
    share = size / max(info.tensor_bytes, 1)
    sized = replace(
        info,
        tensor_bytes=size,
        embedding_bytes=round(info.embedding_bytes * share),
        layer_bytes=tuple(round(layer * share) for layer in info.layer_bytes),
    )
    context = usual_context(sized, terms.room, terms.context, terms.slots)
    return judge(sized, terms.room, context, terms.slots)


# ---------------------------------------------------------------- sorting files


def quantisations(files: Sequence[HubFile]) -> list[OfferView]:
    """The models among these files, the parts of a split one together and in order."""
    groups: dict[str, list[HubFile]] = {}
    for file in sorted(files, key=lambda one: one.path):
        if _is_gguf(file.path) and not _projects(file.path) and "imatrix" not in file.path.lower():
            groups.setdefault(_PART.sub("", file.path[: -len(".gguf")]), []).append(file)
    return [
        OfferView(
            quantisation=quantisation_of(stem),
            files=tuple(one.path for one in group),
            size=sum(one.size for one in group),
        )
        for stem, group in groups.items()
        if _whole(group)
    ]


def quantisation_of(path: str) -> str:
    """As the file's name tells it; the name itself where it tells none."""
    found = _QUANTISATION.findall(path)
    return found[-1].upper() if found else path.rpartition("/")[2]


def choose_projector(files: Sequence[HubFile]) -> HubFile | None:
    """The one in F16, which every build can use, else the smallest."""
    ranked = sorted(files, key=lambda one: (quantisation_of(one.path[:-5]) != "F16", one.size))
    return ranked[0] if ranked else None


def _whole(group: Sequence[HubFile]) -> bool:
    parts = [_PART.search(one.path[: -len(".gguf")]) for one in group]
    first = parts[0]
    return first is None or (len(group) == int(first[2]) and int(first[1]) == 1)


def _is_gguf(path: str) -> bool:
    return path.lower().endswith(".gguf")


def _projects(path: str) -> bool:
    return "mmproj" in path.lower()


# ---------------------------------------------------------------- choosing


def recommended(offers: Sequence[OfferView]) -> list[OfferView]:
    """The same, with `advice` on the one for this machine."""
    chosen, why = _advice(offers)
    return [replace(one, advice=why) if one is chosen else one for one in offers]


def _advice(offers: Sequence[OfferView]) -> tuple[OfferView, str]:
    fitting = [one for one in offers if one.fit is None or one.fit.state in ("fits", "unknown")]
    if not fitting:
        tight = [one for one in offers if one.fit is not None and one.fit.state == "tight"]
        if tight:
            return min(tight, key=lambda one: one.size), "the smallest, which only just fits here"
        return min(offers, key=lambda one: one.size), "the smallest, but it does not fit here"
    eight = _named(fitting, "Q8_0")
    if eight is not None and eight.size <= SMALL:
        return eight, "it is small, so take it almost unreduced"
    usual = _named(fitting, USUAL)
    if usual is not None:
        return usual, "the usual middle: small, and hardly worse than the whole"
    near = min(fitting, key=lambda one: abs(_bits(one) - BITS[USUAL]))
    smaller = _bits(near) < BITS[USUAL]
    why = "the best that fits here" if smaller else "nearest to the usual middle"
    return near, why


def _named(offers: Sequence[OfferView], name: str) -> OfferView | None:
    return next((one for one in offers if one.quantisation == name), None)


def _bits(offer: OfferView) -> float:
    """Bits of a weight, roughly: from the table, else from the digit in the name."""
    if offer.quantisation in BITS:
        return BITS[offer.quantisation]
    digit = re.search(r"\d+", offer.quantisation)
    return float(digit[0]) + 0.5 if digit else 16.0


def pick(stock: Stock, asked: Wanted) -> OfferView | None:
    """The offer a person asked for; None where they have to choose. Raises `FetchError`."""
    offers = stock.view.offers
    if asked.file:
        found = next((one for one in offers if asked.file in one.files), None)
        if found is None:
            raise FetchError(
                f"{asked.repo} has no file of this name.", where=asked.file, hint=_has(offers)
            )
        return found
    if asked.quantisation:
        fits = [one for one in offers if one.quantisation == asked.quantisation]
        if not fits:
            raise FetchError(
                f"{asked.repo} has no {asked.quantisation}.", where=asked.repo, hint=_has(offers)
            )
        return fits[0]
    return offers[0] if len(offers) == 1 else None


def _has(offers: Sequence[OfferView]) -> str:
    return f"It has {', '.join(one.quantisation for one in offers)}."
