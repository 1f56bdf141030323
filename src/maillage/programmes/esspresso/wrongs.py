"""Says what the checker found wrong in a plan."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maillage.engines.meetings import Violation

WORDS: dict[str, str | Promise] = {
    "unknown_participant": _("« %(a)s » or « %(b)s » is not a participant."),
    "unknown_place": _("« %(a)s » and « %(b)s » meet in a slot or at a table that does not exist."),
    "pair_twice": _("« %(a)s » and « %(b)s » meet twice."),
    "unknown_request": _("The request %(request)s is not one of « %(a)s » and « %(b)s »."),
    "request_outside_window": _("The request %(request)s is held in slot %(slot)s, where it may not be."),
    "pair_not_allowed": _("« %(a)s » and « %(b)s » may not meet."),
    "asked_by_wrong": _("Who wished for the meeting of « %(a)s » and « %(b)s » is told wrong."),
    "slot_already_played": _("« %(a)s » and « %(b)s » get a new meeting in slot %(slot)s, which is over."),
    "meeting_nobody_asked": _("Nobody asked for the meeting of « %(a)s » and « %(b)s »."),
    "absent": _("« %(code)s » is absent in slot %(slot)s, where it has a meeting."),
    "double_booked": _("« %(code)s » has too many meetings at once in slot %(slot)s."),
    "above_quota": _("« %(code)s » has more meetings than its maximum (%(count)s)."),
    "below_quota": _("« %(code)s » has fewer meetings than promised (%(count)s)."),
    "table_closed": _("Table %(table)s cannot be used in slot %(slot)s."),
    "table_not_accessible": _("« %(a)s » and « %(b)s » need an accessible table; table %(table)s is not."),
    "stand_of_other": _("« %(a)s » and « %(b)s » sit at the stand %(table)s of another structure."),
    "table_twice": _("Table %(table)s holds too many meetings in slot %(slot)s."),
    "imposed_missing": _("The meeting imposed between « %(a)s » and « %(b)s » is not held."),
    "imposed_elsewhere": _("« %(a)s » and « %(b)s » do not meet where or when it was imposed."),
    "order_broken": _("The request %(first)s must come before the request %(then)s."),
    "wrong_value": _("The value told is %(told)s, the true one %(true)s."),
    "bound_below_value": _("The bound (%(bound)s) is below the value (%(value)s)."),
    "wrong_status": _("How the search ended is told wrong."),
    "wrong_outcome": _("What became of the wish from « %(source)s » to « %(target)s » is told wrong."),
    "wrong_unplaced": _("The requests left out are told wrong."),
    "wrong_fairness": _("How many structures are served at each level is told wrong."),
    "wrong_level": _("How many wishes the worst served obtain is told wrong."),
    "wrong_excluded": _("Who cannot be served whatever the plan is told wrong."),
    "forged_bound": _("The certified bound told is %(told)s, but its proof shows %(true)s."),
    "fairness_not_proved": _("Nothing shows that no plan is fairer, as this one says."),
    "proof_malformed": _("The proof cannot be read (%(where)s)."),
    "reason_missing": _(
        "The wish from « %(source)s » to « %(target)s » lacks a reason, or has one too many."
    ),
    "reason_overstated": _(
        "The wish from « %(source)s » to « %(target)s » is told to cost %(told)s; the proof shows %(true)s."
    ),
    "reason_wrong": _(
        "The wish from « %(source)s » to « %(target)s » is refused for another reason than told."
    ),
    "change_not_in_plan": _(
        "A change names a meeting of « %(a)s » and « %(b)s » that the plan does not hold."
    ),
    "changes_contradict": _("The meetings moved, cancelled and new do not fit the plan."),
    "past_changed": _("The meeting of « %(a)s » and « %(b)s » changes in slot %(slot)s, which is over."),
    "told_kept_but_free": _("The meeting of « %(a)s » and « %(b)s » is told as kept, but it was not."),
    "option_elsewhere": _("The option %(option)s is one of another plan."),
    "option_gain_wrong": _("The option %(option)s does not gain %(told)s."),
    "option_moves_others": _("The option %(option)s moves others than those it names."),
}


def wrong(violation: Violation) -> str:
    """What is wrong, in a sentence of the current language."""
    sentence = WORDS.get(violation.code)
    if sentence is None:
        facts = ", ".join(f"{key} {value}" for key, value in violation.facts.items())
        return f"{violation.code} ({facts})."
    told = str(sentence) % dict(violation.facts)
    if "option" in violation.facts and "option" not in violation.code:
        return gettext("Option %(number)s: %(what)s") % {"number": violation.facts["option"], "what": told}
    return told
