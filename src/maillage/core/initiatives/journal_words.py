"""How the journal's verbs of démarches read."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "initiatives.opened": _("opened a démarche"),
    "initiatives.changed": _("changed a démarche"),
    "initiatives.place_given": _("gave a person a place in a démarche"),
    "initiatives.place_taken_back": _("ended the place of a person in a démarche"),
    "initiatives.actor_joined": _("added a structure to a démarche"),
    "initiatives.actor_left": _("ended the part of a structure in a démarche"),
    "initiatives.handed_over": _("handed the facilitation of a démarche over"),
    "initiatives.funding_added": _("recorded a funder of a démarche"),
    "initiatives.stage_added": _("added a step to a démarche"),
    "initiatives.stage_moved": _("said where a step of a démarche stands"),
    "initiatives.action_promised": _("wrote down an action of a démarche"),
    "initiatives.action_settled": _("settled an action of a démarche"),
    "initiatives.document_added": _("added a document to a démarche"),
    "initiatives.charter_written": _("wrote the charter of a démarche"),
    "initiatives.charter_published": _("published the charter of a démarche"),
    "initiatives.charter_signed": _("recorded the signature of a charter"),
    "initiatives.signature_renewed": _("renewed the signature of a charter"),
    "initiatives.signature_state": _("suspended, ended or restored the signature of a charter"),
    "initiatives.commitment_assessed": _("wrote down how a commitment is kept"),
    "initiatives.charter_weighed": _("weighed the commitments of a charter"),
    "initiatives.review_planned": _("planned the review of a charter"),
    "initiatives.review_held": _("wrote down what came of the review of a charter"),
    "initiatives.subcontractor_declared": _("declared a subcontractor who keeps a charter"),
    "initiatives.subcontractor_ended": _("ended the declaration of a subcontractor"),
    "initiatives.event_linked": _("linked an event to a démarche"),
    "initiatives.line_emptied": _("took the text of a line out of the story of a démarche"),
    "initiatives.put_off": _("put the warnings of what ends off"),
    "initiatives.told": _("added to the story of a démarche"),
}
