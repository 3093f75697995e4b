"""The online half: question -> hits -> verified answer, or a refusal that says what is missing.

records.py     Citation, Sentence, Answer: status derived, never stored
settings.py    all settings of the program
chatbot.py     Chatbot.ask(question) -> Answer: the way through, in this order:
question.py    what is asked for and what its evidence must hold; stopwords.py, places.py help it
retrieve.py    question -> hits: dense and full text, fused
reader.py      CaseReader: question + passages -> logits of spans, relevance; claim + text -> of verdicts
evidence.py    hits + readings -> sentences ranked as evidence
  spans.py       the short answer inside a sentence; measures.py, names.py, persons.py, phrases.py help it
lacks.py       what the question names or asks for and the evidence lacks
support.py     how likely it is that the evidence answers the question
compose.py     evidence -> sentences of an answer, without a language model
cite.py        places in documents -> verified citations
  facts.py       amounts, dates, ordinals, ranks: canonical values, and how two of them relate
    numerals.py    numerals -> values, and values -> every written form
    intervals.py   bounds such as 约, 超过, 余, and their relation
    measurewords.py  measure words and units -> canonical ones
    quantities.py  amounts with bounds and measures; amounts.py reads one
    dates.py       dates and spans of time; datewords.py reads one
    ranks.py       levels of honours and of scope, prizes
    polarity.py    negations, and words with opposites
    words.py       where words begin and end
  fold.py        text -> the form in which words are compared, with a map back
  wording.py     how much of a question's wording a text holds
  units.py       which organisations a question names
check.py       Checker.check(draft) -> Check: a verdict for every sentence, in this order:
claims.py      a draft -> sentences and their checkable parts
grounds.py     hits -> the texts a sentence may rest on
proof.py       a part + a ground -> the sentences that may prove it, and how they compare:
  align.py       amounts, dates, ranks, denials; naming.py bodies, places, persons, quoted names
  substitution.py  a noun in whose place the source has another one
  exchange.py    quoted names given to one another's bearers
judge.py       what speaks for a part -> its verdict
drafts.py      a draft's file -> its text
verdicts.py    a check in the words a user reads
check_report.py  a check -> a Word file or plain text; footnotes.py writes its notes
formal.py      citations as official documents write them
__main__.py    python -m rag ask|search|check; batch.py reads and writes its files
"""
