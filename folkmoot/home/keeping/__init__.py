"""Keeping a site: settling it, backups and the drill, the doctor, the keepers' week, and a host that went quiet."""
