"""What falls, days and rates mean: plain Python, values in, values out."""
