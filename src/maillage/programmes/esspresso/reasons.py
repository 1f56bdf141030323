"""Says why a wish is not granted. A reason never lets anybody guess another's refusal."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.engines.meetings import Reason

KEPT_WORDS = {
    "places_imposed": gettext_lazy("The meetings kept from the plan before take all the places of %(name)s."),
    "slots_imposed": gettext_lazy(
        "Meetings kept from the plan before fill the slots of %(name)s when both are there (%(slots)s)."
    ),
    "never_free_together": gettext_lazy("The meetings that they keep leave no slot where both are free."),
}


def why_not(reason: Reason | None, names: Mapping[str, str], *, again: bool = False) -> str:
    """The reason of a refused wish, in a sentence for the organisers; `names` by code.

    In a plan made `again`, what the planner had to respect are the meetings kept from the plan before it.
    """
    if reason is None:
        return _("Granting it would take their places from other wishes.")
    facts = dict(reason.facts)
    if reason.code == "no_ess" and facts.get("unknown"):
        return _("Neither is known to belong to the solidarity economy; a verified « yes » would open it.")
    if reason.code == "costs" and not facts.get("cost"):
        return _("Granting it would take its place from a wish that is worth as much.")
    if "code" in facts:
        facts["name"] = names.get(str(facts["code"]), str(facts["code"]))
    if isinstance(slots := facts.get("slots"), tuple):
        facts["slots"] = ", ".join(map(str, slots))
    sentence = (KEPT_WORDS if again else {}).get(reason.code) or {
        "same_person": _("The same person represents both."),
        "no_ess": _("Neither belongs to the solidarity economy: a meeting needs at least one that does."),
        "groups_apart": _("Their groups do not meet."),
        "forbidden": _("The organisers keep these two apart."),
        "never_together": _("They are never there at the same time."),
        "no_suitable_table": _("No table that suits both is free while both are there."),
        "no_place": _("%(name)s takes no meeting."),
        "places_imposed": _("All the meetings of %(name)s are imposed by the organisers."),
        "slots_imposed": _("Imposed meetings fill the slots of %(name)s when both are there (%(slots)s)."),
        "never_free_together": _("The meetings imposed on them leave no slot where both are free."),
        "lowers_level": _("Granting it would leave fewer structures with %(level)s wishes granted."),
        "costs": _("Granting it would cost the other wishes at least %(cost)s points of weight."),
    }.get(reason.code)
    return str(sentence) % facts if sentence else _("Granting it would take their places from other wishes.")
