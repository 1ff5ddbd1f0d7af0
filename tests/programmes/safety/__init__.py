"""What must hold whatever happens: no update lost, nothing half done."""
