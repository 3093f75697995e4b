"""The online half: question -> hits -> verified answer, or a refusal that says what is missing.

records.py     Citation, Sentence, Answer: status derived, never stored
settings.py    all settings of the program
chatbot.py     Chatbot.ask(question) -> Answer: the way through, in this order:
question.py    what is asked for and what its evidence must hold; stopwords.py, places.py help it
retrieve.py    question -> hits: dense and full text, fused
reader.py      CaseReader: question + passages -> logits of spans, relevance
evidence.py    hits + readings -> sentences ranked as evidence
  spans.py       the short answer inside a sentence; measures.py, names.py, persons.py, phrases.py help it
lacks.py       what the question names or asks for and the evidence lacks
support.py     how likely it is that the evidence answers the question
compose.py     evidence -> sentences of an answer, without a language model
cite.py        places in documents -> verified citations
  facts.py       numbers, dates, ordinals -> canonical values
  fold.py        text -> the form in which words are compared, with a map back
  wording.py     how much of a question's wording a text holds
  units.py       which organisations a question names
__main__.py    python -m rag ask|search; batch.py reads and writes its files
"""
