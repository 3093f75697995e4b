"""The online half: question -> hits -> verified answer, or a refusal that says what is missing.

records.py      Citation, Sentence, Answer, Check: status derived, never stored
settings.py     all settings of the program; calibration.py their defaults that belong to the model
program.py      everything that answers, opened once
Rooms, each importing only those after it: cli; (program.py); answering; writing; checking; reading, search,
citing. quiz and reports stand beside answering.
"""
