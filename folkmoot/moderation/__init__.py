"""Reports, rulings with reasons, appeals, and the public log."""
