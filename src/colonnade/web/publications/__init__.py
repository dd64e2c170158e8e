"""Publications in public: the list, each one's page, files, citations, and what goes out to catalogues and harvesters."""
