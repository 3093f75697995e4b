"""Words that say an honour was given."""

import re

from chinese.language_data import any_of, topic

AWARDING = any_of(topic("honours").words["awarding"])  # what stands before an honour's name, no part of it
AWARDED = re.compile(topic("honours").expression("award"))
