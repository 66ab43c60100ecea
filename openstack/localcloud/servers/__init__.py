"""The servers of a cloud on this machine: what runs in their own processes."""
