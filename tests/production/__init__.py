"""What a clinic's installation is made of, read from its own files and run where there is no Docker."""
