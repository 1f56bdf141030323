"""What changed from one version of a charter to the next, in words: texts, and what is asked with them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.core.initiatives.models import CharterVersion, Commitment


@dataclass(frozen=True)
class Difference:
    """Texts of commitments that are new or gone, and a sentence for each other change."""

    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    changed: Sequence[str] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(
    before: CharterVersion, old: Sequence[Commitment], after: CharterVersion, new: Sequence[Commitment]
) -> Difference:
    """Compare two versions with their commitments; a commitment that is reworded is one gone and one new."""
    earlier = {each.text: each for each in old}
    texts = {each.text for each in new}
    changed = [*_rules(before, after)]
    for each in new:
        if each.text in earlier:
            changed += _asked(earlier[each.text], each)
    return Difference(
        added=[each.text for each in new if each.text not in earlier],
        removed=[each.text for each in old if each.text not in texts],
        changed=changed,
    )


def _rules(before: CharterVersion, after: CharterVersion) -> Iterator[str]:
    months = after.renewed_every
    if months != before.renewed_every:
        if months is None:
            yield _("A signature now holds until somebody ends it.")
        else:
            yield ngettext(
                "A signature now holds for %(count)d month.",
                "A signature now holds for %(count)d months.",
                months,
            ) % {"count": months}
    if after.threshold != before.threshold:
        yield _("The share to keep is %(after)d %% instead of %(before)d %%.") % {
            "after": after.threshold,
            "before": before.threshold,
        }


def _asked(before: Commitment, after: Commitment) -> Iterator[str]:
    said = {"text": after.text, "after": after.weight, "before": before.weight}
    if after.for_subcontractors and not before.for_subcontractors:
        yield _("« %(text)s » now binds subcontractors too.") % said
    elif before.for_subcontractors and not after.for_subcontractors:
        yield _("« %(text)s » no longer binds subcontractors.") % said
    if after.label_names != before.label_names:
        if after.label_names:
            labels = ", ".join(after.label_names)
            yield _("« %(text)s » now asks for one of these labels: %(labels)s.") % {**said, "labels": labels}
        else:
            yield _("« %(text)s » no longer asks for a label.") % said
    if after.weight != before.weight:
        yield _("« %(text)s » counts %(after)d instead of %(before)d.") % said
