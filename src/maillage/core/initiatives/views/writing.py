"""What the house and those who facilitate write in a démarche."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from maillage.core.accounts.access import PersonRequest, posted, roles_required
from maillage.core.accounts.models import Role
from maillage.core.events.queries import organised_by
from maillage.core.initiatives import forms
from maillage.core.initiatives.domain import initiatives as domain
from maillage.core.initiatives.domain import parts
from maillage.core.initiatives.models import Action, Actor, Initiative, Member, Stage, TimelineEntry
from maillage.core.initiatives.rules import may_write
from maillage.core.initiatives.views.public import found

house = roles_required(Role.COORDINATOR, Role.OFFICER)


@dataclass(frozen=True)
class Addition:
    """Something that is added to a démarche: its form, its verb, what its page says."""

    form: type[BaseForm]
    add: Callable[..., Any]
    heading: str | Promise
    done: str | Promise


def _give_place(*, initiative: Initiative, actor: Any, **facts: Any) -> Member:
    return domain.give_place(initiative=initiative, actor=actor, since=timezone.localdate(), **facts)


def _promise(*, initiative: Initiative, actor: Any, **facts: Any) -> Action:
    return parts.promise(initiative=initiative, actor=actor, owner=actor, **facts)


ADDITIONS = {
    "structure": Addition(
        forms.ActorForm,
        parts.welcome,
        gettext_lazy("Add a structure"),
        gettext_lazy("The structure is in the démarche."),
    ),
    "animation": Addition(
        forms.HandOverForm,
        parts.hand_over,
        gettext_lazy("Hand the facilitation over"),
        gettext_lazy("The facilitation is handed over; who held it before stays readable."),
    ),
    "financement": Addition(
        forms.FundingForm,
        parts.fund,
        gettext_lazy("Add a funder"),
        gettext_lazy("The funder is recorded."),
    ),
    "etape": Addition(
        forms.StageForm, parts.add_stage, gettext_lazy("Add a step"), gettext_lazy("The step is added.")
    ),
    "action": Addition(
        forms.ActionForm,
        _promise,
        gettext_lazy("Write down an action"),
        gettext_lazy("The action is written down; it awaits you on your page « Today »."),
    ),
    "document": Addition(
        forms.DocumentForm,
        parts.file_document,
        gettext_lazy("Add a document"),
        gettext_lazy("The document is added."),
    ),
    "recit": Addition(
        forms.TimelineForm,
        parts.tell,
        gettext_lazy("Tell what happened"),
        gettext_lazy("The story has one more line."),
    ),
    "membre": Addition(
        forms.PlaceForm,
        _give_place,
        gettext_lazy("Give someone a place"),
        gettext_lazy("This person now reads what is for members."),
    ),
}


def writable(request: PersonRequest, slug: str) -> Initiative:
    """Return the démarche if the person may write in it; unknown to them: 404; only read: 403, in words."""
    initiative = found(request, slug)
    if not may_write(request.user, initiative):
        raise PermissionDenied(_("Only those who facilitate this démarche write in it. Ask one of them."))
    return initiative


def answer(
    request: PersonRequest,
    form: BaseForm,
    heading: str | Promise,
    initiative: Initiative | None,
    *,
    above: Sequence[tuple[str, str]] = (),
    back: str = "",
    lead: str = "",
    wrong: TimelineEntry | None = None,
    template: str = "initiatives/form.html",
) -> HttpResponse:
    """Show a form, empty or with what is wrong in it.

    ``above``: pages between the démarche and this one, each with its address and its name; who changes
    nothing goes back to the last of them, or to ``back``. ``wrong``: the line of the story to correct.
    """
    own = reverse("initiatives:sheet", args=[initiative.slug]) if initiative else reverse("initiatives:list")
    context = {
        "form": form,
        "heading": heading,
        "lead": lead,
        "initiative": initiative,
        "above": above,
        "back": back or (above[-1][0] if above else own),
        "wrong": wrong,
    }
    return render(request, template, context)


@house
def open_initiative(request: PersonRequest) -> HttpResponse:
    """Open a démarche."""
    form = forms.InitiativeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        opened = domain.open_initiative(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The démarche is open. Add its structures and what happened so far."))
        return redirect("initiatives:sheet", opened.slug)
    return answer(request, form, _("Open a démarche"), None)


def change(request: PersonRequest, slug: str) -> HttpResponse:
    """Change what a démarche says of itself."""
    initiative = writable(request, slug)
    form = forms.InitiativeForm(posted(request), instance=initiative)
    if request.method == "POST" and form.is_valid():
        domain.change(initiative=initiative, actor=request.user, **form.cleaned_data)
        messages.success(request, _("The page says so now."))
        return redirect("initiatives:sheet", initiative.slug)
    return answer(request, form, _("Change this démarche"), initiative)


def add(request: PersonRequest, slug: str, part: str) -> HttpResponse:
    """Add a structure, a funder, a step… to a démarche."""
    initiative = writable(request, slug)
    addition = ADDITIONS.get(part)
    if addition is None:
        raise Http404
    form = addition.form(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            addition.add(initiative=initiative, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, str(addition.done))
            return redirect("initiatives:sheet", initiative.slug)
    return answer(request, form, addition.heading, initiative)


def see_off(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End the part of a structure."""
    initiative = writable(request, slug)
    part = get_object_or_404(Actor, initiative=initiative, pk=pk, until=None)
    form = forms.SeeOffForm(posted(request), initial={"until": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            parts.see_off(part=part, until=form.cleaned_data["until"], actor=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("Its part ended; it stays in the past of the démarche."))
            return redirect("initiatives:sheet", initiative.slug)
    return answer(request, form, _("%(name)s leaves the démarche") % {"name": part.name}, initiative)


def correct(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Put a line of the story right by another line; the first one stays."""
    initiative = writable(request, slug)
    wrong = get_object_or_404(TimelineEntry, initiative=initiative, pk=pk)
    told = {name: getattr(wrong, name) for name in ("day", "known_to", "text", "for_members")}
    form = forms.TimelineForm(posted(request), initial=told)
    if request.method == "POST" and form.is_valid():
        parts.tell(initiative=initiative, actor=request.user, corrects=wrong, **form.cleaned_data)
        messages.success(request, _("The new line stands above the one that it corrects."))
        return redirect("initiatives:sheet", initiative.slug)
    return answer(request, form, _("Correct a line of the story"), initiative, wrong=wrong)


@require_POST
def settle(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say that an action is done, dropped, or to do again."""
    initiative = writable(request, slug)
    action = get_object_or_404(Action, initiative=initiative, pk=pk)
    state = request.POST.get("state", "")
    if state not in Action.State.values:
        raise Http404
    parts.settle(action=action, state=state, actor=request.user)
    messages.success(request, _("Written down: « %(action)s ».") % {"action": action.what})
    return redirect("initiatives:sheet", initiative.slug)


@require_POST
def move_stage(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Say where a step stands."""
    initiative = writable(request, slug)
    stage = get_object_or_404(Stage, initiative=initiative, pk=pk)
    state = request.POST.get("state", "")
    if state not in Stage.State.values:
        raise Http404
    parts.move_stage(stage=stage, state=state, actor=request.user)
    return redirect("initiatives:sheet", initiative.slug)


@require_POST
def take_place_back(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """End the place of a person."""
    initiative = writable(request, slug)
    member = get_object_or_404(Member, initiative=initiative, pk=pk)
    domain.take_place_back(member=member, actor=request.user)
    messages.success(request, _("This person no longer reads what is for members."))
    return redirect("initiatives:sheet", initiative.slug)


def link_event(request: PersonRequest, slug: str) -> HttpResponse:
    """Count an event, or its whole series, among those of the démarche."""
    initiative = writable(request, slug)
    events = organised_by(request.user).order_by("-starts_at", "-pk")
    form = forms.EventForm(posted(request), events=events)
    if request.method == "POST" and form.is_valid():
        try:
            domain.link_event(initiative=initiative, actor=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The event is on the page of the démarche."))
            return redirect("initiatives:sheet", initiative.slug)
    return answer(request, form, _("An event of the démarche"), initiative)


@require_POST
def empty_line(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Take the text of a line out of the story; the line stays."""
    initiative = writable(request, slug)
    entry = get_object_or_404(TimelineEntry, initiative=initiative, pk=pk)
    parts.empty_line(entry=entry, actor=request.user)
    messages.success(request, _("The text is taken out; the line and its day stay."))
    return redirect("initiatives:sheet", initiative.slug)
