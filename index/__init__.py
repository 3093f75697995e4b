"""The offline half: files -> cases -> passages -> vectors.

records.py     Document, Block, Case, Passage, Hit
errors.py      what ends at a user; command.py, what every command line shares
settings.py    the [index] table of settings.toml
parse/         bytes -> text and blocks, office files in a child process; corpus.py finds the files
cases.py       blocks -> cases; titles.py, pairing.py, runs.py, numbering.py, organisations.py help it
passages.py    cases -> passages; sentences.py, lines.py help it
digests.py     what names a text and notices a change
embed.py       Embedder: texts -> vectors; compiled.py its model run by OpenVINO
sources.py     files -> readable documents, and the report of a run
ingest.py      readable documents -> stored ones, batch by batch
  originals.py    the source files as they came, by content hash
  likeness.py     which stored document a new one nearly repeats
removal.py     documents -> gone everywhere
corrections.py what a person corrects in a segmentation
bundle.py      a whole store in one file and back; restore.py takes it into a store
library.py     what a person does with the store
store.py       PassageStore and open_store
embedded.py    the default store: one folder, one commit point
  schema.py      SQLite: tables, connections, errors
  writing.py     changes to the tables
  snapshot.py    questions to one generation; newest.py, to the newest
  fulltext.py    texts -> search terms
  filters.py     Filter -> rows
  vectors.py     FAISS: the index and its file
milvus.py      the store for those who outgrow one machine; its commit point
  milvus_rows.py     a passage in Milvus: keys, fields, Filter -> expression
  milvus_server.py   what is asked of the server
  milvus_tables.py   the tables beside it; milvus_records.py, the database they are in
  milvus_reading.py  questions to one generation; milvus_search.py, the searches
  milvus_writing.py  changes to the tables; milvus_doomed.py, which rows go
  milvus_verify.py   SQL and Milvus against each other
cluster.py     embedding on several machines
verify.py      a whole store against its invariants; verify_documents.py, those of every engine
__main__.py    python -m index build|add|remove|list|verify|export|import
"""
