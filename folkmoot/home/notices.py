"""What's new for me."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from folkmoot.journal.models import Notice
from folkmoot.people.access import signed_in


@signed_in("GET")
def news(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first, what is new marked."""
    told = Notice.objects.shown().filter(person=request.user)
    page = Paginator(told, 50).get_page(request.GET.get("page"))
    return render(request, "home/news.html", {"page": page, "new": told.unseen().count()})


@signed_in("POST")
def seen(request: HttpRequest) -> HttpResponse:
    """I have read all this."""
    Notice.see_all(request.user)
    return redirect("news")
