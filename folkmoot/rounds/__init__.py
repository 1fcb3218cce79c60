"""Who may say, on what, until when; one say each, on paper or on screen."""
