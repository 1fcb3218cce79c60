"""The page on which somebody who joined twice makes the two accounts one, and takes that back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from folkmoot.home import merging
from folkmoot.people import door
from folkmoot.people.access import asks_the_noun, lately, signed_in
from folkmoot.people.forms import Address, Code
from folkmoot.people.models import Merge


@signed_in("GET", "POST")
@lately
def one_account(request: HttpRequest) -> HttpResponse:
    """Give the other address; a code goes there, whoever has it; with the code the two become one."""
    asked, no = door.waiting(request, "merge"), ""
    form = (Code if asked and "email" not in request.POST else Address)(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if isinstance(form, Address):
            door.knock(request, form.cleaned_data["email"], "merge", "/me/one/")
            return redirect("one_account")
        try:
            merging.merge(request.user, door.answer(request, form.cleaned_data["code"], "merge")["email"])
        except door.WrongCode as error:
            form.add_error("code", error.words)
        except merging.CannotMerge as error:
            form, asked, no = Address(), None, error.words
        else:
            messages.success(request, _("The two are one now. Either address signs you in."))
            return redirect("me")
    return render(request, "home/one_account.html", {"form": form, "asked": asked, "no": no})


@asks_the_noun("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Make them two again."""
    merging.undo(get_object_or_404(Merge, pk=pk, survivor=request.user), request.user)
    messages.success(request, _("They are two again, each with what it had."))
    return redirect("me")
