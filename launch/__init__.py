"""Starting the whole system on one machine: environment, data folder, servers, processes."""
