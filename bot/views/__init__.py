"""What people see: texts and buttons made from what core returned."""
