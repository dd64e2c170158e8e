"""Studies in public: the list, the page of each, and the page of a peer reviewer."""
