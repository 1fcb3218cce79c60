"""How forms are drawn: a summary of errors first, each field with its hint and its own error."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    form_template_name = "kit/form.html"
    field_template_name = "kit/field.html"
