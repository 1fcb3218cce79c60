"""What looks alike, what could help each other, what nobody does yet, and what people answer."""
