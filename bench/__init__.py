"""What it costs, measured beside a peer in the same run."""
