"""Where documents, passages and vectors are kept: the contract, and how a store is opened."""
