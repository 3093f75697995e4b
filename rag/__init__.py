"""The online half: question -> hits -> verified answer, or a refusal that says what is missing.

records.py     Citation, Sentence, Answer: status derived, never stored
settings.py    all settings of the program; calibration.py their defaults that belong to the model
chatbot.py     Chatbot.ask(question) -> Answer: the way through, in this order:
dialogue.py    a follow-up and the turns before it -> questions that stand alone
question.py    what is asked for and what its evidence must hold; stopwords.py, places.py help it
retrieve.py    question -> hits: dense and full text, fused
reader.py      CaseReader: question + passages -> logits of spans, relevance; claim + text -> of verdicts;
               heads.py the model behind it
evidence.py    hits + readings -> sentences ranked as evidence
  spans.py       the short answer inside a sentence; measures.py, names.py, persons.py, phrases.py help it
lacks.py       what the question names or asks for and the evidence lacks
support.py     how likely it is that the evidence answers the question
compose.py     evidence -> sentences of an answer, without a language model
generate.py    an answer -> the same in a language model's words, as far as they are proved, in this order:
  packing.py     evidence -> messages that fit; prompts.py what a model is told
  engines.py     what a model offers; openai_engine.py a server, transformers_engine.py this machine
  written.py     what it wrote -> sentences with their markers
  verify_answer.py  sentences -> those that are proved, cited
  unsaid.py      what a sentence says beyond the words that prove it
  orders.py      sentences of a source that address a model
standing.py    what a reader should know of a cited document
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
check.py       Checker.check(draft) -> Check: a verdict for every sentence, in this order (queries.py what is
               searched for each):
claims.py      a draft -> sentences and their checkable parts
grounds.py     hits -> the texts a sentence may rest on
proof.py       a part + a ground -> the sentences that may prove it, and how they compare:
  align.py       amounts, dates, ranks, denials; naming.py bodies, places, persons, quoted names
  substitution.py  a noun in whose place the source has another one
  exchange.py    quoted names given to one another's bearers, or what is said of one given to another
  listed.py      a count that the source tells by naming each thing
  excerpt.py     the source's own words, items left out
  restate.py     a statement's amounts and dates as the source puts them
findings.py    statements and grounds -> the findings of the ground that settles most
judge.py       what speaks for a part -> its verdict
differing.py   which words differ where no fact does
drafts.py      a draft's file -> its text
verdicts.py    a check in the words a user reads
check_report.py  a check -> a Word file or plain text; footnotes.py writes its notes, word_file.py its paper
formal.py      citations as official documents write them
quiz.py        a store -> verified questions for trainees; quiz_records.py what they are, in this order:
  quiz_topics.py     cases, and texts without cases
  quiz_facts.py      the facts of a sentence worth asking for; quiz_alter.py other values in their place
  quiz_statements.py what questions are made of, the clearest first; quiz_sound.py whole sentences,
                     quiz_subject.py that name what they are about; quiz_hints.py numbers told beside
  quiz_excerpts.py   the words of a sentence that a question shows
  quiz_candidates.py a question before it is verified
  quiz_items.py      判断, 单选, 填空; quiz_match.py 归类; quiz_short.py 简答
  quiz_verify.py     what the reader cannot answer is thrown away
grading.py     a question and an answer -> a grade
learning_card.py  a case on one card
paper_report.py  a paper and its key -> Word files or plain text
scope.py       options that narrow what is searched
__main__.py    python -m rag ask|search|check|quiz; batch.py its files, quiz_command.py its questions
"""
