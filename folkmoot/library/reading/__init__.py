"""Reading pages of other wikis, in a child process that can do little; no Django in here but for names and `apart`."""
