"""Reads the list of ranked wishes and refusals."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from maillage.engines.meetings import Refusal, Wish, default_weight
from maillage.programmes.esspresso.files import cells
from maillage.programmes.esspresso.files.codes import Codes
from maillage.programmes.esspresso.files.columns import folded
from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.listing import Line, Listing

HIGHEST_RANK = 999
REFUSED = {"non", "surtout pas", "refus", "refuse", "jamais", "pas", "ne pas rencontrer"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes and refusals read."""

    wishes: tuple[Wish, ...]
    refusals: tuple[Refusal, ...]


def wishes_of(listing: Listing, codes: Codes, weights: tuple[int, ...], findings: Findings) -> Wishes:
    """Every wish and refusal that could be read. `weights` by rank replace the default; the last repeats."""
    ranked: dict[tuple[str, str], tuple[int, Line]] = {}
    refused: dict[tuple[str, str], Line] = {}
    for line in listing.lines:
        pair = _pair(line, codes, findings)
        rank = _rank(line, findings)
        if pair is None or rank is None:
            continue
        if pair in ranked or pair in refused:
            _explain_repetition(line, ranked[pair][1] if pair in ranked else refused[pair], pair, findings)
        elif rank == 0:
            refused[pair] = line
        else:
            ranked[pair] = (rank, line)
    _warn_about_ranks(ranked, findings)
    wishes = tuple(
        Wish(source, target, rank, _weight(rank, weights)) for (source, target), (rank, _) in ranked.items()
    )
    return Wishes(wishes, tuple(Refusal(source, target) for source, target in refused))


def _weight(rank: int, weights: tuple[int, ...]) -> int:
    return weights[min(rank, len(weights)) - 1] if weights else default_weight(rank)


def _pair(line: Line, codes: Codes, findings: Findings) -> tuple[str, str] | None:
    source, target = codes.find(line, "de", findings), codes.find(line, "vers", findings)
    if source is None or target is None:
        return None
    if source == target:
        findings.error("self_wish", line.place("vers"), code=source)
        return None
    return source, target


def _rank(line: Line, findings: Findings) -> int | None:
    """The rank, 0 for a refusal, None with an error when it cannot be read."""
    text = line.text("rang")
    if folded(text) in REFUSED:
        return 0
    if not text:
        findings.error("empty_rank", line.place("rang"))
        return None
    try:
        rank = cells.whole_number(line.cells.get("rang"))
    except cells.CellError:
        findings.error("not_a_rank", line.place("rang"), text=text[:80])
        return None
    if rank is None or not 1 <= rank <= HIGHEST_RANK:
        findings.error("rank_out_of_range", line.place("rang"), rank=text, most=HIGHEST_RANK)
        return None
    if text != str(rank):
        findings.warn("rank_repaired", line.place("rang"), text=text, rank=rank)
    return rank


def _explain_repetition(line: Line, first: Line, pair: tuple[str, str], findings: Findings) -> None:
    refusals = {folded(read.text("rang")) in REFUSED for read in (line, first)}
    code = "wished_and_refused" if len(refusals) == 2 else "repeated_wish"
    findings.error(code, line.place("vers"), source=pair[0], target=pair[1], other=first.number)


def _warn_about_ranks(ranked: dict[tuple[str, str], tuple[int, Line]], findings: Findings) -> None:
    """Equal ranks and missing ranks mean something, but perhaps not what was meant."""
    by_source: defaultdict[str, list[tuple[int, Line]]] = defaultdict(list)
    for (source, _), (rank, line) in ranked.items():
        by_source[source].append((rank, line))
    for source, found in by_source.items():
        count = Counter(rank for rank, _ in found)
        last = dict(found)
        for rank in sorted(rank for rank, times in count.items() if times > 1):
            findings.warn(
                "equal_ranks", last[rank].place("rang"), source=source, rank=rank, count=count[rank]
            )
        missing = next((rank for rank in range(1, max(count)) if rank not in count), None)
        # Two wishes of rank 1 then one of rank 3 is a usual way to rank.
        skipped_by_ties = (
            missing is not None and sum(times for rank, times in count.items() if rank < missing) >= missing
        )
        if missing is not None and not skipped_by_ties:
            findings.warn("missing_rank", found[0][1].place("rang"), source=source, rank=missing)
