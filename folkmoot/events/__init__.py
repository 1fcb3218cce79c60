"""Getting people into a room: soundings, stages, seats, the day itself, and what came of it."""
