"""What we ask for, who can decide, their answer with reasons, and agreement among ourselves."""
