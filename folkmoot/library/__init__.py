"""What people know and keep: pages anyone may mend, what worked and what failed, and toolkits."""
