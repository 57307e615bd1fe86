"""PostgreSQL: one database for several servers and shops."""
