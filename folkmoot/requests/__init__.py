"""Something put to named people by a date, and their answer."""
