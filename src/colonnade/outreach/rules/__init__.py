"""What holds whatever the record says: how a bounce is read, and which language stands in for another."""
