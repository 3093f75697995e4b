"""The store for those who outgrow one machine: Milvus for vectors, an SQL database as the truth."""
