"""The examples in the readers' docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

from folkmoot.exchange import reading
from folkmoot.kit import writers

NAMES = sorted(module.name for module in pkgutil.iter_modules(reading.__path__) if module.name != "child")


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_true(name):
    failed, _ = doctest.testmod(importlib.import_module(f"{reading.__name__}.{name}"))
    assert failed == 0


def test_examples_of_the_writers_are_true():
    assert doctest.testmod(writers)[0] == 0
