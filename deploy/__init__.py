"""What a clinic's installation needs beside the code: the web server's settings, the front, the probe."""
