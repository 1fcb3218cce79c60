"""A body against policies: the matrix, its cells, carrying it on, signing it, and the paper for a board."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.people.access import asks_the_noun, everyone, person_of, signed_in
from folkmoot.priorities.forms.matrix import MatrixForm, PolicyForm, RateForm, RemarkForm
from folkmoot.priorities.grid import Grid
from folkmoot.priorities.models import Matrix, PolicySet


@everyone("GET")
def matrices(request: HttpRequest) -> HttpResponse:
    rows = Matrix.objects.shown().select_related("organisation", "policies", "place").prefetch_related("signatures")
    context = {"rows": rows, "sets": PolicySet.objects.prefetch_related("policies").select_related("follows")}
    return render(request, "priorities/matrices.html", context)


@everyone("GET")
def matrix(request: HttpRequest, pk: int) -> HttpResponse:
    """The heat, the lists, what is done already, and who signed."""
    found, person = _visible(request, pk), person_of(request)
    context = {"matrix": found, "grid": Grid(found), "runs": found.may_be_run_by(person, timezone.localdate())}
    context["signs"] = found.may_be_signed_by(person, timezone.localdate())
    context["sets"] = PolicySet.objects.exclude(pk=found.policies_id) if context["runs"] else ()
    return render(request, "priorities/matrix.html", context)


@everyone("GET")
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper for a board: what is asked, the options, the matrix, what speaks for and against."""
    found = _visible(request, pk)
    options = [line.strip() for line in found.options.splitlines() if line.strip()]
    return render(request, "priorities/board_paper.html", {"matrix": found, "grid": Grid(found), "options": options})


@everyone("GET")
def cell(request: HttpRequest, pk: int, aim: int, policy: int) -> HttpResponse:
    """One cell: what was agreed, each view, and what was remarked."""
    found, person = _visible(request, pk), person_of(request)
    row = get_object_or_404(found.aims, number=aim)
    column = get_object_or_404(found.policies.policies, number=policy)
    one = found.cells.filter(aim=row, policy=column).first()
    runs = found.may_be_run_by(person, timezone.localdate())
    context = {
        "matrix": found,
        "square": Grid(found).squares[row.pk, column.pk],
        "ratings": one.ratings.select_related("by") if one else (),
        "runs": runs,
        "rate": RateForm(runs=runs),
        "remark": RemarkForm(auto_id="remark_%s"),
        "open": bool(person) and not found.story and not found.is_signed(),
    }
    return render(request, "priorities/cell.html", context)


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    form = MatrixForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect(form.begin())
    return render(request, "priorities/matrix_new.html", {"form": form})


@signed_in("GET", "POST")
def new_policies(request: HttpRequest) -> HttpResponse:
    """Write down a set of policies, perhaps one that follows another."""
    key = request.GET.get("follows", "")
    follows = PolicySet.objects.filter(pk=key).first() if key.isdecimal() and len(key) < 12 else None
    form = PolicyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.add(request.user, follows)
        messages.success(request, _("Written down. A matrix can stand against it now."))
        return redirect("priorities:matrices")
    return render(request, "priorities/policies_new.html", {"form": form, "follows": follows})


@asks_the_noun("POST")
def rate(request: HttpRequest, pk: int, aim: int, policy: int) -> HttpResponse:
    """One's own view of a cell; for those who look after it, what was agreed."""
    found = _visible(request, pk)
    one = found.cell(aim, policy)
    said = request.POST.get("relation", "")
    if request.POST.get("do") == "agree":
        one.agree(request.user, said)
    else:
        one.rate(request.user, said, request.POST.get("note", ""), request.POST.get("said_by", ""))
    return redirect("priorities:cell", found.pk, aim, policy)


@asks_the_noun("POST")
def remark(request: HttpRequest, pk: int, aim: int, policy: int) -> HttpResponse:
    """An opportunity, a threat, a gap or an action."""
    found = _visible(request, pk)
    sent = request.POST
    found.cell(aim, policy).remark(request.user, sent.get("kind", ""), sent.get("words", ""), sent.get("said_by", ""))
    return redirect("priorities:cell", found.pk, aim, policy)


@asks_the_noun("POST")
def existing(request: HttpRequest, pk: int) -> HttpResponse:
    """Tie something that is done already to the field it is in, and to priorities."""
    found = _visible(request, pk)
    found.check_runner(request.user)
    found.note_existing(request.POST.get("field", ""), request.POST.get("words", ""), request.POST.getlist("aims"))
    return redirect(found)


@asks_the_noun("POST")
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """To another set of policies; this one stays as it was."""
    found, key = _visible(request, pk), request.POST.get("policies", "")
    found.check_runner(request.user)
    policies = get_object_or_404(PolicySet, pk=key if key.isdecimal() and len(key) < 12 else 0)
    return redirect(found.carry_to(policies, request.user))


@asks_the_noun("POST")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    found = _visible(request, pk)
    found.sign(request.user, request.POST.get("words", ""))
    messages.success(request, _("Signed off. It stays as it is from now on."))
    return redirect(found)


def _visible(request: HttpRequest, pk: int) -> Matrix:
    every = Matrix.objects.select_related("organisation", "place", "policies", "carried_from__policies", "standing")
    found = get_object_or_404(every, pk=pk)
    if not found.is_visible_to(person_of(request), timezone.localdate()):
        raise Http404
    return found
