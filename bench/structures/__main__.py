"""Measure « existe déjà ? » among 100,000 sheets, and what it finds, on a throwaway SQLite database.

The register is drawn from a seed: invented names over 591 invented communes, and for one sheet in fifty a
second writing of it (a letter wrong, words lost or moved, the acronym alone). The found share is told beside
that of the same words compared one by one (names folded and equal), in the same run. It is a generator's
register: real ones must be labelled before an accuracy is quoted.
"""

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from bench.territories.__main__ import Yardsticks, misspelt, timed

SEED = 54
FORMS = ("Association", "Club", "Les Amis de", "Comité", "Coopérative", "Atelier", "Maison", "Union", "Foyer")
THINGS = (
    *("Vélo", "Jardin", "Verger", "Couture", "Théâtre", "Lecture", "Accueil", "Partage"),
    *("Réemploi", "Recyclerie", "Cuisine", "Musique", "Danse", "Randonnée", "Mobilité"),
    *("Numérique", "Habitat", "Logement", "Emploi", "Insertion", "Solidarité", "Enfance"),
    *("Jeunesse", "Aînés", "Santé", "Patrimoine", "Nature", "Rivière", "Forêt", "Énergie"),
    *("Épicerie", "Marché", "Ferme", "Laine", "Bois", "Verre", "Terre", "Scène", "Image", "Radio"),
)
SYLLABLES = (
    *("ba", "be", "bi", "bo", "bu", "ca", "cor", "da", "del", "fa", "fer", "ga", "gri", "la", "lo"),
    *("lu", "ma", "mer", "mo", "na", "nor", "pa", "pel", "ri", "ro", "sa", "ser", "ta", "tor"),
    *("va", "vi"),
)


def drawn_name(random: Random) -> str:
    """Return an invented name of two to four telling words."""
    place = "".join(random.choice(SYLLABLES) for _ in range(3)).capitalize()
    things = " ".join(random.sample(THINGS, random.choice((1, 1, 2))))
    return f"{random.choice(FORMS)} {things} {random.choice(('de', 'du', 'des'))} {place}"


def written_again(random: Random, name: str) -> str:
    """Return a name as somebody else writes it."""
    words = name.split()
    match random.randrange(4):
        case 0:
            return misspelt(name, random.randrange(4, len(name)))
        case 1:
            return " ".join(words[1:])
        case 2:
            return " ".join([words[-1], *words[:-1]])
        case _:
            return misspelt(name.upper(), random.randrange(4, len(name)))


def draw_register(sheets: int, random: Random) -> list[tuple[int, str]]:
    """Fill the database; return the keys of sheets and how somebody else writes their names."""
    from maillage.core.organisations.domain.listing import sheets_changed
    from maillage.core.organisations.models import Organisation, Site
    from maillage.core.territories.geography.names import folded
    from maillage.core.territories.models import Municipality

    communes = [
        Municipality(
            name=f"Commune {number}", folded=f"commune {number}", code=f"54{number:03}", departement="54"
        )
        for number in range(591)
    ]
    Municipality.objects.bulk_create(communes)
    communes = list(Municipality.objects.order_by("pk"))
    again = []
    for start in range(0, sheets, 1000):
        rows = []
        for number in range(start, start + 1000):
            name = drawn_name(random)
            rows.append(Organisation(name=name, folded=folded(name), slug=f"s{number}"))
        Organisation.objects.bulk_create(rows)
        made = list(Organisation.objects.filter(slug__in=[row.slug for row in rows]).order_by("pk"))
        Site.objects.bulk_create(
            Site(organisation=each, commune=communes[random.randrange(591)], principal=True) for each in made
        )
        sheets_changed([each.pk for each in made])
        again += [(each.pk, written_again(random, each.name)) for each in made[::50]]
    return again


def measure(yardsticks: Yardsticks, sheets: int) -> None:
    """Fill, ask, compare everything once."""
    from maillage.core.organisations import traits
    from maillage.core.organisations.domain.duplicates import existing_like
    from maillage.core.organisations.matching import pairs_worth_a_look
    from maillage.core.organisations.models import Organisation, Site
    from maillage.core.territories.geography.names import folded

    random = Random(SEED)
    again: list[tuple[int, str]] = []
    filled = timed(lambda: again.extend(draw_register(sheets, random)))
    yardsticks.say(f"{sheets} sheets listed, with their keys", filled[0] / 1000, "s")
    asked = again[:300]
    places = dict(
        Site.objects.filter(organisation__in=[key for key, _name in asked]).values_list(
            "organisation", "commune"
        )
    )
    found: list[Any] = []
    durations = [
        timed(
            lambda name=name, key=key: found.append(
                existing_like(traits.typed(name=name, commune=places[key]))
            )
        )[0]
        for key, name in asked
    ]
    yardsticks.say("« existe déjà ? », median", statistics.median(durations), "ms", most=150)
    yardsticks.say("« existe déjà ? », 95th percentile", statistics.quantiles(durations, n=20)[18], "ms")
    offered = sum(
        key in {alike.organisation.pk for alike in alikes}
        for (key, _name), alikes in zip(asked, found, strict=True)
    )
    yardsticks.say("written again: the sheet is offered", 100 * offered / len(asked), "%", least=90)
    equal = sum(Organisation.objects.filter(pk=key, folded=folded(name)).exists() for key, name in asked)
    yardsticks.say("beside: folded names that are equal", 100 * equal / len(asked), "%")
    yardsticks.say("sheets offered, on average", sum(map(len, found)) / len(found), "")
    everyone = traits.of_all(Organisation.objects.standing())
    pairs: list[Any] = []
    whole = timed(lambda: pairs.extend(pairs_worth_a_look(everyone)))
    yardsticks.say(f"every pair among {len(everyone)}, once", whole[0] / 1000, "s", most=600)
    yardsticks.say("pairs for a person to look at", len(pairs), "")


def main() -> int:
    """Prepare a throwaway database, measure, and say whether every target was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=100_000)
    sheets = parser.parse_args().sheets
    with tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder:
        os.environ |= {
            "MAILLAGE_DEMO": "1",
            "MAILLAGE_VAR": folder,
            "DATABASE_URL": f"sqlite://{Path(folder) / 'bench.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "maillage.config.settings",
        }
        # The settings are read from the environment above.
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        print(f"load average {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
        yardsticks = Yardsticks()
        measure(yardsticks, sheets)
        return int(yardsticks.missed)


if __name__ == "__main__":
    sys.exit(main())
