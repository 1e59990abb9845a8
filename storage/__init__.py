"""What we remember: the database, its tables, and one module of queries per noun."""
