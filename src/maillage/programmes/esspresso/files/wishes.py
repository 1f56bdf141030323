"""Reads the list of ranked wishes and refusals."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from maillage.core.letters import plain_words
from maillage.engines.meetings import Refusal, Wish, default_weight
from maillage.programmes.esspresso.files import cells
from maillage.programmes.esspresso.files.codes import Codes
from maillage.programmes.esspresso.files.findings import Findings
from maillage.programmes.esspresso.files.listing import Line, Listing

HIGHEST_RANK = 999
REFUSAL = 0
DECIMAL_RANK = re.compile(r"(\d{1,4})[,.]0+")
REFUSED = {"non", "surtout pas", "refus", "refuse", "jamais", "pas", "ne pas rencontrer"}


@dataclass(frozen=True, slots=True)
class Wishes:
    """The wishes and refusals read."""

    wishes: tuple[Wish, ...]
    refusals: tuple[Refusal, ...]


def wishes_of(
    listing: Listing,
    codes: Codes,
    weights: tuple[int, ...],
    findings: Findings,
    held: Iterable[Wish] = (),
) -> Wishes:
    """Every wish and refusal that could be read. `weights` by rank replace the default; the last repeats.

    `held` are wishes already made, which those of the list follow.
    """
    known = {(wish.source, wish.target): wish.rank for wish in held}
    ranked: dict[tuple[str, str], tuple[int, Line]] = {}
    refused: dict[tuple[str, str], Line] = {}
    ranks: defaultdict[str, list[tuple[int | None, Line]]] = defaultdict(list)
    readable = [line for line in listing.lines if line.readable]
    for line in readable:
        source, target = codes.find(line, "de", findings), codes.find(line, "vers", findings)
        rank = _rank(line, findings)
        if rank != REFUSAL and (source, target) not in known:
            ranks[source or ""].append((rank, line))
        if source is None or target is None:
            continue
        pair = source, target
        if source == target:
            findings.error("self_wish", line.place("vers"), code=source)
        elif pair in known and rank:
            findings.error("already_wished", line.place("vers"), source=source, target=target)
        elif pair in ranked or pair in refused:
            _explain_repetition(line, ranked[pair][1] if pair in ranked else refused[pair], pair, findings)
        elif rank == REFUSAL:
            refused[pair] = line
        elif rank is not None:
            ranked[pair] = (rank, line)
    # A line whose ranking structure is not known may be the one that seems to be missing.
    whole = len(readable) == len(listing.lines) and not ranks.pop("", ())
    _check_ranks(
        ranks, {pair: rank for pair, rank in known.items() if pair not in refused}, findings, whole=whole
    )
    wishes = tuple(
        Wish(source, target, rank, _weight(rank, weights)) for (source, target), (rank, _) in ranked.items()
    )
    return Wishes(wishes, tuple(Refusal(source, target) for source, target in refused))


def _weight(rank: int, weights: tuple[int, ...]) -> int:
    return weights[min(rank, len(weights)) - 1] if weights else default_weight(rank)


def _rank(line: Line, findings: Findings) -> int | None:
    """The rank, `REFUSAL` for a refusal, None with an error when it cannot be read."""
    text = line.text("rang")
    if plain_words(text) in REFUSED:
        return REFUSAL
    if not text:
        findings.error("empty_rank", line.place("rang"))
        return None
    if decimal := DECIMAL_RANK.fullmatch(text):
        findings.error("decimal_rank", line.place("rang"), text=text, rank=int(decimal[1]))
        return int(decimal[1]) or None
    try:
        rank = cells.whole_number(line.cells.get("rang"))
    except cells.CellError:
        findings.error("not_a_rank", line.place("rang"), text=text[:80])
        return None
    if rank is None or not 1 <= rank <= HIGHEST_RANK:
        findings.error("rank_out_of_range", line.place("rang"), rank=text, most=HIGHEST_RANK)
        return None
    return rank


def _explain_repetition(line: Line, first: Line, pair: tuple[str, str], findings: Findings) -> None:
    refusals = {plain_words(read.text("rang")) in REFUSED for read in (line, first)}
    code = "wished_and_refused" if len(refusals) == 2 else "repeated_wish"
    findings.error(code, line.place("vers"), source=pair[0], target=pair[1], other=first.number)


def _check_ranks(
    ranks: Mapping[str, Sequence[tuple[int | None, Line]]],
    known: Mapping[tuple[str, str], int],
    findings: Findings,
    *,
    whole: bool,
) -> None:
    """Each structure ranks its wishes 1, 2, 3… once each; every line that does not is told.

    Without the `whole` list, missing ranks are not looked for.
    """
    for source, read in ranks.items():
        lines = [(rank, line) for rank, line in read if rank is not None]
        before = [rank for (wishing, _), rank in known.items() if wishing == source]
        taken = dict.fromkeys(before, 0)
        for rank, line in lines:
            if rank in taken:
                code = "equal_ranks" if taken[rank] else "rank_already_held"
                findings.error(code, line.place("rang"), source=source, rank=rank, other=taken[rank])
            else:
                taken[rank] = line.number
        missing = next((rank for rank in range(1, max(taken, default=0)) if rank not in taken), 0)
        # « 1, 1, 3 » is one mistake, the tie; and a rank that could not be read is told already.
        jumped = sum(rank < missing for rank in [*before, *(rank for rank, _line in lines)]) >= missing
        if whole and missing and not jumped and len(lines) == len(read):
            after, line = min(lines, key=lambda each: (each[0] < missing, each[0]))
            findings.error("missing_rank", line.place("rang"), source=source, rank=missing, found=after)
