"""What can become of an operation. Plain Python: no framework, clock, database or network."""
