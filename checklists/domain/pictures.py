"""How large a photo may come, and how large it is kept."""

MOST_BYTES = 15_000_000  # of one file as it is sent
MOST_PIXELS = 40_000_000  # width times height
LONG_SIDE = 2048  # pixels of the longer side of what is kept: a rail's screws can be seen
QUALITY = 82  # of JPEG, of 100
MOST_SCANS = 32  # passes of one JPEG over its pixels: cameras make 1, programs some 10
