"""A picture or file of a post, for whoever may read the post at this moment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from folkmoot.conversations.models import Attachment
from folkmoot.conversations.models.attachment import SHELF
from folkmoot.kit import uploads
from folkmoot.kit.uploads import documents
from folkmoot.people.access import everyone, person_of


@everyone("GET")
def file(request: HttpRequest, key: str) -> HttpResponse:
    """`?small` gives a smaller picture. 404 for whoever may not have it, as if there were none."""
    every = Attachment.objects.select_related("post__discussion__group__standing", "post__standing")
    found = get_object_or_404(every, key=key)
    if not found.may_be_read_by(person_of(request)):
        raise Http404
    if not found.is_picture:
        return documents.give(SHELF, found.file, found.name)
    size = "small" if "small" in request.GET else "whole"
    return uploads.give(request, SHELF, found.file, size=size, called=found.name)
