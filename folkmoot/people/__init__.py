"""Accounts, sign-in, roles, deputies and consent."""
