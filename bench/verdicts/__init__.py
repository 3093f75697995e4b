"""How checking calls the claims of sets of documents, and what its signals weigh."""
