"""What people write: what they ask for, what they answer, what they settle among themselves."""
