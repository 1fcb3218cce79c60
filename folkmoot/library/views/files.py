"""Pictures and files beside a page: their list, one of them, laying one there and taking it off."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.kit import uploads
from folkmoot.kit.refusals import Refusal
from folkmoot.kit.uploads import documents
from folkmoot.library import attaching
from folkmoot.library.forms.files import FileForm
from folkmoot.library.models import Attachment, Page
from folkmoot.library.models.attachment import SHELF
from folkmoot.library.views.finding import page_at
from folkmoot.people.access import asks_the_noun, everyone, person_of


@everyone("GET")
def files(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    """What lies beside a page, with what shows each in its words."""
    return _list(request, page_at(request, folder, slug), FileForm())


def _list(request: HttpRequest, page: Page, form: FileForm) -> HttpResponse:
    may_edit = page.may_be_edited_by(person_of(request), timezone.localdate()) and not page.gone_at
    context = {"page": page, "form": form, "may_edit": may_edit, "files": page.attachments.select_related("by")}
    return render(request, "library/files.html", context, status=422 if form.errors else 200)


@asks_the_noun("POST")
def attach(request: HttpRequest, folder: str, slug: str) -> HttpResponse:
    page, form = page_at(request, folder, slug), FileForm(request.POST, request.FILES)
    page.check_editor(request.user)
    if form.is_valid():
        try:
            made = attaching.attach(page, request.user, form.cleaned_data["file"], form.cleaned_data["alt"])
        except Refusal as refused:
            form.add_error("file", refused.words)
        else:
            messages.success(request, _("“%(file)s” lies beside the page.") % {"file": made})
            return redirect("library:files", folder, slug)
    return _list(request, page, form)


@asks_the_noun("POST")
def take_off(request: HttpRequest, key: str) -> HttpResponse:
    found = _at(request, key)
    attaching.take_off(found, request.user)
    messages.success(request, _("Taken off. Where it was shown, its words stand."))
    return redirect("library:files", found.page.folder.slug, found.page.slug)


@everyone("GET")
def file(request: HttpRequest, key: str) -> HttpResponse:
    """`?small` gives a smaller picture. 404 for whoever may not have it, as if there were none."""
    found = _at(request, key)
    if not found.is_picture:
        return documents.give(SHELF, found.file, found.name)
    return uploads.give(request, SHELF, found.file, size="small" if "small" in request.GET else "whole")


def _at(request: HttpRequest, key: str) -> Attachment:
    found = get_object_or_404(Attachment.objects.select_related("page__standing", "page__folder"), key=key)
    if not found.may_be_read_by(person_of(request), timezone.localdate()):
        raise Http404
    return found
