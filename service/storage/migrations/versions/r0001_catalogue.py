"""The catalogue as it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_ID = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make all tables."""
    state = op.create_table(
        "state",
        sa.Column("id", sa.SmallInteger, autoincrement=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_state"),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0}])
    _fiches()
    _embeddings()
    _shortlists()
    _access()


def _fiches() -> None:
    op.create_table(
        "fiches",
        sa.Column("id", _ID),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("stored_at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fiches"),
    )
    op.create_index("ix_fiches_revision", "fiches", ["revision"])
    op.create_table(
        "contacts",
        sa.Column("fiche_id", _ID),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("fiche_id", name="pk_contacts"),
        sa.ForeignKeyConstraint(
            ["fiche_id"], ["fiches.id"], name="fk_contacts_fiches", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "removed",
        sa.Column("id", _ID),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removed"),
    )
    op.create_index("ix_removed_revision", "removed", ["revision"])


def _embeddings() -> None:
    op.create_table(
        "embedded",
        sa.Column("fiche_id", _ID),
        sa.Column("space", _ID),
        sa.Column("dimension", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("fiche_id", "space", name="pk_embedded"),
        sa.ForeignKeyConstraint(
            ["fiche_id"], ["fiches.id"], name="fk_embedded_fiches", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "embeddings",
        sa.Column("fiche_id", _ID),
        sa.Column("space", _ID),
        sa.Column("kind", sa.Text),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("fiche_id", "space", "kind", "number", name="pk_embeddings"),
        sa.ForeignKeyConstraint(
            ["fiche_id", "space"],
            ["embedded.fiche_id", "embedded.space"],
            name="fk_embeddings_embedded",
            ondelete="CASCADE",
        ),
    )


def _shortlists() -> None:
    op.create_table(
        "shortlists",
        sa.Column("id", _ID),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("changed_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shortlists"),
    )
    op.create_table(
        "events",
        sa.Column("shortlist_id", _ID),
        sa.Column("number", sa.Integer, autoincrement=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("fr", _ID, nullable=False),
        sa.Column("jp", _ID, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("after", sa.Text, nullable=False),
        sa.Column("undone_at", _MOMENT),
        sa.Column("undone_by", sa.Text),
        sa.PrimaryKeyConstraint("shortlist_id", "number", name="pk_events"),
        sa.ForeignKeyConstraint(
            ["shortlist_id"], ["shortlists.id"], name="fk_events_shortlists", ondelete="CASCADE"
        ),
    )


def _access() -> None:
    op.create_table(
        "keys",
        sa.Column("id", _ID),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT),
        sa.Column("last_used_at", _MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
        sa.UniqueConstraint("digest", name="uq_keys_digest"),
    )
    op.create_table(
        "sessions",
        sa.Column("digest", sa.LargeBinary),
        sa.Column("key_id", _ID),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("csrf", sa.Text, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_sessions"),
        sa.ForeignKeyConstraint(
            ["key_id"], ["keys.id"], name="fk_sessions_keys", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sessions_key_id", "sessions", ["key_id"])
    op.create_table(
        "tickets",
        sa.Column("digest", sa.LargeBinary),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_tickets"),
    )
