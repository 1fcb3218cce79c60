"""Reading what stands elsewhere: feeds and pages, in a child process that can do little; no Django but in `apart`."""
