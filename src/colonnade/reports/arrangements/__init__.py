"""Reports shipped ready to use: `colonnade init` lays them on the desk, where an office changes them."""
