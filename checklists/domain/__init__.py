"""What a home-safety checklist means: plain Python, values in, values out."""
