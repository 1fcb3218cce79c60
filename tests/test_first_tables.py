"""A new site gets its tables by few steps and ends with the same as one that came up to date release by release."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def told(state: ProjectState) -> dict:
    """What the tables are to be, whatever the order in which it was said."""
    return {key: (_fields(model), _options(model), model.bases) for key, model in state.models.items()}


def _fields(model) -> dict:
    return {name: field.deconstruct()[1:] for name, field in model.fields.items()}


def _options(model) -> dict:
    options = {name: value for name, value in model.options.items() if value}
    for name in ("indexes", "constraints"):
        options[name] = sorted(repr(one.deconstruct()) for one in model.options.get(name, ()))
    return options


def test_few_steps_and_all_steps_end_alike():
    few, all_of = MigrationLoader(None), MigrationLoader(None, replace_migrations=False)
    each = [node for node in all_of.graph.leaf_nodes() if not all_of.graph.nodes[node].replaces]
    assert len(few.graph.nodes) < len(all_of.graph.nodes)
    assert told(few.project_state()) == told(all_of.project_state(each))


def test_what_is_replaced_is_replaced_whole():
    """A step that came later than what stands for the others is a step of its own; none lies between."""
    for (app, name), one in MigrationLoader(None).disk_migrations.items():
        if one.replaces and one.__module__.startswith("folkmoot."):
            numbers = [int(old[:4]) for of, old in one.replaces if of == app]
            assert numbers == list(range(1, len(numbers) + 1)), f"{app}.{name}"
