"""Municipalities of four countries, what they were before, and what is known of them."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from maillage.core.constraints import ChecksAskedTogether
from maillage.core.territories.geography.names import folded, with_preposition


class Epci(models.Model):
    """An intercommunalité, known by its SIREN: names differ between sources."""

    siren = models.CharField(_("SIREN"), max_length=9, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=3, help_text="CC, CA, CU, ME")

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__regex=r"^[0-9]{9}$"),
                name="territories_epci_siren_nine_digits",
                violation_error_message=_("A SIREN has nine digits."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Reads communes as they stood on a day."""

    def communes_at(self, on: date) -> Self:
        """Keep whole communes that existed on a day; one without dates always did."""
        return self.filter(
            Q(valid_from=None) | Q(valid_from__lte=on),
            Q(valid_to=None) | Q(valid_to__gt=on),
            kind=Municipality.Kind.COMMUNE,
        )


class Municipality(ChecksAskedTogether):
    """A commune, or its like across the border, under its official code.

    The key is (scheme, kind, code): a French « commune nouvelle » often takes the code of one of the communes
    that live on inside it. ``valid_from`` and ``valid_to`` (excluded) say when it existed; empty means that
    the sources give no such date. The point is inside the contour, in degrees (WGS 84).
    """

    class Country(models.TextChoices):
        FRANCE = "FR", _("France")
        LUXEMBOURG = "LU", _("Luxembourg")
        BELGIUM = "BE", _("Belgium")
        GERMANY = "DE", _("Germany")

    class Scheme(models.TextChoices):
        INSEE = "insee", _("INSEE code (France)")
        LAU = "lu", _("code of the commune (Luxembourg)")
        REFNIS = "refnis", _("REFNIS code (Belgium)")
        AGS = "ags", _("AGS key (Germany)")

    class Kind(models.TextChoices):
        COMMUNE = "COM", _("commune")
        DELEGATED = "COMD", _("commune déléguée")
        ASSOCIATED = "COMA", _("commune associée")
        DISTRICT = "ARM", _("arrondissement municipal")

    country = models.CharField(_("country"), max_length=2, choices=Country.choices, default=Country.FRANCE)
    scheme = models.CharField(_("coding"), max_length=6, choices=Scheme.choices, default=Scheme.INSEE)
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices, default=Kind.COMMUNE)
    code = models.CharField(_("code"), max_length=12)
    name = models.CharField(_("name"), max_length=120)
    article_kind = models.PositiveSmallIntegerField(
        _("article"),
        default=0,
        help_text=_("INSEE's kind of name, 0 to 8: which article, which preposition."),
    )
    folded = models.CharField(_("name for search"), max_length=120, editable=False)
    departement = models.CharField(_("département"), max_length=3, blank=True, db_index=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="parts",
        null=True,
        blank=True,
        verbose_name=_("commune that it is part of"),
    )
    epci = models.ForeignKey(
        Epci,
        models.PROTECT,
        related_name="municipalities",
        null=True,
        blank=True,
        verbose_name=_("intercommunalité"),
    )
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    valid_from = models.DateField(_("exists since"), null=True, blank=True)
    valid_to = models.DateField(_("existed until (excluded)"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed on"), auto_now=True, db_index=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["folded", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "code"],
                name="territories_municipality_code",
                violation_error_message=_("This commune exists already under this code."),
            ),
            models.CheckConstraint(
                condition=Q(country="FR", scheme="insee")
                | Q(country="LU", scheme="lu")
                | Q(country="BE", scheme="refnis")
                | Q(country="DE", scheme="ags"),
                name="territories_municipality_scheme_of_country",
                violation_error_message=_("Each country has its own coding of communes."),
            ),
            models.CheckConstraint(
                condition=Q(kind="COM", parent=None) | (~Q(kind="COM") & Q(parent__isnull=False)),
                name="territories_municipality_part_of",
                violation_error_message=_(
                    "A commune stands by itself; a commune déléguée, associée or an arrondissement is part "
                    "of a commune."
                ),
            ),
            models.CheckConstraint(
                condition=Q(article_kind__lte=8),
                name="territories_municipality_article",
                violation_error_message=_("INSEE knows nine kinds of names, 0 to 8."),
            ),
            models.CheckConstraint(
                condition=Q(longitude=None, latitude=None)
                | Q(longitude__gte=-180, longitude__lte=180, latitude__gte=-90, latitude__lte=90),
                name="territories_municipality_point",
                violation_error_message=_("A point has a longitude and a latitude, in degrees."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="territories_municipality_ends_after_start",
                violation_error_message=_("A commune ends after it began."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the name for search in step with the name."""
        self.folded = folded(self.name)
        super().save(*args, **kwargs)

    @property
    def of_name(self) -> str:
        """The name after « de »: « de Nancy », « d’Écrouves », « des Baroches »; in English « of Nancy »."""
        if get_language() == "en":
            return f"of {self.name}"
        return with_preposition(self.name, self.article_kind)

    @property
    def reference(self) -> str:
        """How addresses of pages name a commune: its INSEE code, or its coding and its code abroad."""
        return self.code if self.scheme == self.Scheme.INSEE else f"{self.scheme}-{self.code}"


class PostalCode(models.Model):
    """A postal code: neither a place nor inside one; it covers one commune or thirty."""

    country = models.CharField(_("country"), max_length=2, choices=Municipality.Country.choices, default="FR")
    code = models.CharField(_("postal code"), max_length=10)
    municipalities = models.ManyToManyField(
        Municipality, related_name="postal_codes", verbose_name=_("communes")
    )

    class Meta:
        verbose_name = _("postal code")
        verbose_name_plural = _("postal codes")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "code"],
                name="territories_postalcode_once",
                violation_error_message=_("This postal code exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.code


class Population(models.Model):
    """How many people lived in a commune, counted in which year, published by whom."""

    municipality = models.ForeignKey(
        Municipality, models.CASCADE, related_name="populations", verbose_name=_("commune")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind of count"), max_length=20, default="municipale")
    value = models.PositiveIntegerField(_("inhabitants"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("populations")
        ordering = ["-year", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "kind"],
                name="territories_population_once",
                violation_error_message=_("This count of this year is known already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.value} ({self.year})"


class Contour(models.Model):
    """The outline of a commune, apart from it because lists never need it.

    ``polygons`` holds the coordinates of a GeoJSON MultiPolygon, degrees (WGS 84) at four decimals: about
    ten metres. Neighbours share their points exactly, so that territories can be dissolved.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="contour", verbose_name=_("commune")
    )
    polygons = models.JSONField(_("coordinates"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("contour")
        verbose_name_plural = _("contours")

    def __str__(self) -> str:
        return str(self.municipality)


class TownHall(models.Model):
    """How to reach the town hall, from the public directory of the administration.

    ``hours`` is a list of ``[first day, last day, [[opens, closes], …]]`` in French. The point is kept only
    where it lies inside the commune: some of the directory's are kilometres off.
    """

    municipality = models.OneToOneField(
        Municipality, models.CASCADE, related_name="town_hall", verbose_name=_("commune")
    )
    address = models.CharField(_("address"), max_length=300, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    site = models.URLField(_("site"), max_length=300, blank=True)
    hours = models.JSONField(_("opening hours"), default=list, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("town hall")
        verbose_name_plural = _("town halls")

    def __str__(self) -> str:
        return str(self.municipality)


class EventQuerySet(models.QuerySet["MunicipalityEvent"]):
    """Reads what had happened by a day."""

    def in_force(self, on: date) -> Self:
        """Keep what happened by a day; an event without a date happened before anything known here."""
        return self.filter(Q(on=None) | Q(on__lte=on))


class MunicipalityEvent(models.Model):
    """Something that happened to a name or a code: whoever still uses the old one finds the successor.

    One row for each old identity and each of its successors. ``on`` is empty when the source gives no date.
    """

    class Kind(models.TextChoices):
        MERGER = "merger", _("merged into")
        RENAME = "rename", _("renamed")
        SPLIT = "split", _("divided into")

    kind = models.CharField(_("what happened"), max_length=6, choices=Kind.choices)
    former_name = models.CharField(_("former name"), max_length=120)
    former_code = models.CharField(_("former code"), max_length=12)
    former_folded = models.CharField(max_length=120, editable=False)
    successor = models.ForeignKey(
        Municipality, models.PROTECT, related_name="history", verbose_name=_("commune of today")
    )
    on = models.DateField(_("on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of a commune")
        verbose_name_plural = _("changes of communes")
        ordering = ["on", "former_folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "former_code", "former_name", "successor"],
                name="territories_municipalityevent_once",
                violation_error_message=_("This change is known already."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["merger", "rename", "split"]),
                name="territories_municipalityevent_kind",
                violation_error_message=_("This kind of change does not exist."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.former_name} → {self.successor}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the former name for search in step with the former name."""
        self.former_folded = folded(self.former_name)
        super().save(*args, **kwargs)


class GeographyLoad(models.Model):
    """One reading of a département: from which files, how much was found, what the files lack."""

    departement = models.CharField(_("département"), max_length=3)
    loaded_at = models.DateTimeField(_("loaded on"), auto_now_add=True)
    source = models.CharField(_("source"), max_length=200)
    report = models.JSONField(_("what was read and what is missing"))

    class Meta:
        verbose_name = _("reading of geography")
        verbose_name_plural = _("readings of geography")
        ordering = ["-loaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.departement} · {self.loaded_at:%Y-%m-%d}"
