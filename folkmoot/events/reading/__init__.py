"""Reading calendars of others, in a child process that can do little; no Django in here but in `apart`."""
