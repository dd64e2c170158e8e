"""What makes two names one name, and two persons alike."""
