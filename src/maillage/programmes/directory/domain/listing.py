"""Keep the directory in step with structures: lines of the list, search, changelog of the open data."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone, translation

from maillage.core import bulk
from maillage.core.cards.models import Card
from maillage.core.organisations.changed import Changed, read_changed
from maillage.core.organisations.models import Organisation
from maillage.core.search import domain as search
from maillage.core.sql import with_keys
from maillage.core.territories.models import TerritoryAssignment
from maillage.programmes.directory.activities import SECTIONS, section_of
from maillage.programmes.directory.models import DataChange, Listing
from maillage.programmes.directory.rules import SEARCH_KIND, shortened

AT_ONCE = 1000
SEPARATOR = " · "


class Line(NamedTuple):
    """What a line of the directory holds, under the names of its columns; thousands are derived at once."""

    organisation: int
    slug: str
    name: str
    folded: str
    summary: str
    place: str
    commune: int | None
    territory: int | None
    ess: str
    family: str
    section: str
    offers: str
    needs: str
    latitude: float | None
    longitude: float | None
    is_exact: bool


def refresh(keys: Iterable[int]) -> None:
    """Derive the lines of these structures again; those that are not published any more leave the directory.

    Runs in the caller's transaction, or in one of its own for each thousand structures.
    """
    wanted = sorted(set(keys))
    for start in range(0, len(wanted), AT_ONCE):
        with transaction.atomic():
            refreshing(read_changed(wanted[start : start + AT_ONCE]))()


def refresh_all() -> int:
    """Derive every line again; return how many structures were looked at."""
    keys = set(Organisation.objects.values_list("pk", flat=True))
    keys |= set(Listing.objects.values_list("pk", flat=True))
    refresh(keys)
    return len(keys)


def catch_up() -> None:
    """Derive the lines that something left behind: a bulk change, what midnight moved or ended."""
    stale = Organisation.objects.published().filter(
        Q(listing=None) | Q(listing__refreshed_at__lt=F("changed_at"))
    )
    gone = Listing.objects.exclude(organisation__in=Organisation.objects.published())
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    moved = (
        Listing.objects.filter(refreshed_at__lt=midnight)
        if TerritoryAssignment.objects.filter(valid_from=midnight.date()).exists()
        else Listing.objects.none()
    )
    keys = {*stale.values_list("pk", flat=True), *gone.values_list("pk", flat=True)}
    refresh(keys | set(moved.values_list("pk", flat=True)) | set(_told_too_long(midnight)))


def _told_too_long(midnight: datetime) -> QuerySet[Listing, int]:
    """Return the lines derived while a card ran that is over by now; each comes back once."""
    over = Card.objects.filter(
        state=Card.State.OPEN,
        visibility=Card.Visibility.PUBLIC,
        ends_on__lt=midnight.date(),
        ends_on__gte=TruncDate("organisation__listing__refreshed_at"),
        organisation__listing__refreshed_at__lt=midnight,
    )
    return Listing.objects.filter(pk__in=over.values("organisation")).values_list("pk", flat=True)


def refreshing(changed: Changed) -> Callable[[], None]:
    """Read what else the lines of these structures tell; what is returned derives them again."""
    published = [each for each in changed.sheets if each.state == Organisation.State.PUBLISHED]
    kept = with_keys(Listing.objects.order_by("pk"), "organisation", changed.keys)
    derived: dict[int, datetime] = {}
    before: dict[int, Line] = {}
    for refreshed_at, *told in kept.values_list("refreshed_at", *Line._fields):
        line = Line._make(told)
        before[line.organisation], derived[line.organisation] = line, refreshed_at
    # The data hold more than the lines: contacts, addresses, numbers.
    touched = {each.pk for each in published if each.pk in derived and each.changed_at > derived[each.pk]}
    lines = list(_lines(published, changed))
    gone = sorted(before.keys() - {line.organisation for line in lines})
    Listing.objects.filter(pk__in=gone).delete()
    search.remove(SEARCH_KIND, gone)
    put_in_index = search.indexing(SEARCH_KIND)

    def write() -> None:
        now = timezone.now()
        names = (*Line._fields, "refreshed_at")
        changes = [(now, kind, slug) for kind, slug in _changes(before, lines, touched, gone)]
        with bulk.in_a_row():
            bulk.insert(
                Listing, names, ((*line, now) for line in lines), unique=["organisation"], update=names[1:]
            )
            bulk.insert(DataChange, ("at", "kind", "slug"), changes)
            put_in_index(_entries(published, lines))

    return write


def _lines(organisations: Sequence[Any], changed: Changed) -> Iterator[Line]:
    whole = {key: commune.parent_id or key for key, commune in changed.communes.items()}
    held = (
        TerritoryAssignment.objects.at(timezone.localdate())
        .filter(municipality__in=set(whole.values()))
        .order_by("pk")
    )
    territory_of = dict(held.values_list("municipality", "territory"))
    told = _told_cards([each.pk for each in organisations])
    for each in organisations:
        sites = changed.sites.get(each.pk)
        # The principal one, which is the last.
        site = sites[-1] if sites else None
        exact = site is not None and site.latitude is not None
        commune = changed.communes[site.commune] if site else None
        point = site if exact else commune
        yield Line(
            organisation=each.pk,
            slug=each.slug,
            name=each.name,
            folded=each.folded,
            summary=shortened(each.summary, 200),
            place=commune.name if commune else "",
            commune=commune.pk if commune else None,
            territory=territory_of.get(whole[commune.pk]) if commune else None,
            ess=each.ess_status,
            family=each.ess_family if each.ess_status == "yes" else "",
            section=section_of(each.naf or each.naf_2025),
            offers=shortened(SEPARATOR.join(told[each.pk, Card.Kind.OFFER]), 240),
            needs=shortened(SEPARATOR.join(told[each.pk, Card.Kind.NEED]), 240),
            latitude=point.latitude if point else None,
            longitude=point.longitude if point else None,
            is_exact=exact,
        )


def _told_cards(keys: list[int]) -> defaultdict[tuple[int, str], list[str]]:
    told: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    cards = with_keys(Card.objects.public().order_by("created_at", "pk"), "organisation", keys)
    for organisation, kind, title in cards.values_list("organisation", "kind", "title"):
        told[organisation, kind].append(title)
    return told


def _entries(organisations: Sequence[Any], lines: Sequence[Line]) -> Iterator[search.Entry]:
    with translation.override(settings.LANGUAGE_CODE):
        sections = {key: str(words) for key, words in SECTIONS.items()}
    for each, line in zip(organisations, lines, strict=True):
        section = sections.get(line.section, "")
        numbers = f"{each.siret} {each.siren}"
        texts = (each.name, each.acronym, each.summary, line.place, line.offers, line.needs, section, numbers)
        yield search.Entry(each.pk, texts)


def _changes(
    before: Mapping[int, Line], lines: Sequence[Line], touched: Collection[int], gone: Sequence[int]
) -> Iterator[tuple[str, str]]:
    for line in lines:
        earlier = before.get(line.organisation)
        if earlier is None:
            yield DataChange.Kind.ADDED, line.slug
        elif earlier != line or line.organisation in touched:
            yield DataChange.Kind.CHANGED, line.slug
    for key in gone:
        yield DataChange.Kind.WITHDRAWN, before[key].slug
