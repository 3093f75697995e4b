"""Alembic's entry: run the migrations on the connection that people.database hands over."""

from alembic import context

from people.conversations import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
