"""The 2009 story: the programmes of the seeds as data, each fact with its source; read only."""
