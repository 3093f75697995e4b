"""Words that ask, point or hold a sentence together: evidence need not contain them."""

from chinese.language_data import topic

STOPWORDS = frozenset(topic("stopwords").words["all"])
