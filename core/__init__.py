"""What we decide: one use case per function, one module per noun."""
