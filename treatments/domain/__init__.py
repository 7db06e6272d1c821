"""Medicines, aids and exercise in plain Python: no Django, clock, database or network."""
