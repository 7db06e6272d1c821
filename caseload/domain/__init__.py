"""Who needs a look, why and until when: plain Python, values in, values out."""
