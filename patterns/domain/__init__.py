"""What was there on fall days and on other days: plain Python, values in, values out."""
