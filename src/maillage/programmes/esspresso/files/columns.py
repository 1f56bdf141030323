"""The columns that each list may hold, under the names people give them."""

from dataclasses import dataclass

from maillage.core.letters import plain_words


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, which is also its documented header, and the other headers that mean the same."""

    key: str
    others: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of list."""

    kind: str
    columns: tuple[Column, ...]

    def key_of(self, header: str) -> str | None:
        """The column that this header names, if any."""
        wanted = plain_words(header)
        for column in self.columns:
            if wanted == plain_words(column.key) or wanted in column.others:
                return column.key
        return None

    @property
    def required(self) -> tuple[str, ...]:
        """Columns without which the list means nothing."""
        return tuple(column.key for column in self.columns if column.required)


PARTICIPANTS = Layout(
    "participants",
    (
        Column(
            "code",
            ("id", "identifiant", "numero", "n", "no", "ref", "reference", "code structure"),
            required=True,
        ),
        Column(
            "nom",
            (
                "structure",
                "nom structure",
                "nom de la structure",
                "raison sociale",
                "denomination",
                "organisation",
            ),
        ),
        Column(
            "ess",
            ("acteur ess", "membre ess", "appartenance ess", "appartenance a l ess", "est ess", "dans l ess"),
        ),
        Column("quota_min", ("min", "minimum", "rdv min", "rendez vous min", "rendez vous minimum")),
        Column(
            "quota_max",
            (
                *("max", "maximum", "quota", "rdv", "rdv max", "nb rdv", "nombre de rendez vous"),
                *("rendez vous", "rendez vous max", "rendez vous maximum"),
            ),
        ),
        Column(
            "representants", ("representant s", "nb representants", "nombre de representants", "nb personnes")
        ),
        Column(
            "disponible",
            ("disponibilite", "disponibilites", "creneaux", "creneaux disponibles", "presence", "tours"),
        ),
        Column("table", ("stand", "table attitree", "table reservee", "nom du stand")),
        Column("accessible", ("table accessible", "besoin table accessible", "accessibilite", "pmr")),
        Column("groupe", ("groupes", "categorie", "college", "profil")),
        Column("personne", ("represente par", "meme personne", "participant e")),
        Column("activité", ("activites", "metier", "secteur", "secteur d activite", "domaine")),
        Column("commune", ("ville", "localite", "communes")),
    ),
)

WISHES = Layout(
    "souhaits",
    (
        Column(
            "de",
            ("demandeur", "source", "qui", "code", "participant", "structure", "code demandeur"),
            required=True,
        ),
        Column(
            "vers",
            ("souhaite", "cible", "rencontrer", "a rencontrer", "qui rencontrer", "code souhaite"),
            required=True,
        ),
        Column("rang", ("ordre", "priorite", "choix", "rank", "preference", "n souhait"), required=True),
    ),
)

CONSTRAINTS = Layout(
    "contraintes",
    (
        Column("type", ("contrainte", "regle", "nature"), required=True),
        Column(
            "a", ("structure a", "participant a", "code a", "structure 1", "participant 1"), required=True
        ),
        Column(
            "b", ("structure b", "participant b", "code b", "structure 2", "participant 2"), required=True
        ),
        Column("creneau", ("tour", "slot", "n creneau", "numero de creneau")),
        Column("table", ("n table", "numero de table", "lieu")),
    ),
)
