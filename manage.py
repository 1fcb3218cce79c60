#!/usr/bin/env python3
"""Django's commands. People use bin/manage, which finds the right Python first."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
