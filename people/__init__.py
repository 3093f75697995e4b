"""What users leave behind, in one SQL database: conversations, trainees, papers, answers.

database.py opens it, tables.py declares it, migrations/ brings older ones up to date.
"""
