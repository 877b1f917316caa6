"""How much of anything is taken from strangers, whichever door it comes through: API or page."""

from __future__ import annotations

from matcher import fiche

#: What the id of a fiche may be; to be anchored where it is looked for.
FICHE_ID = r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?"

#: Characters of an id, of a collectivity or a shortlist.
LONGEST_ID = 200
#: Characters of what is sought: a part of a name, an area.
LONGEST_SOUGHT = 100
#: Characters of the name of a shortlist.
LONGEST_NAME = 200
#: Characters of a note on a pair.
LONGEST_NOTE = 5_000

#: Characters of a fiche in all, of a field of it that is one line, and of one that is more.
LONGEST_FICHE = fiche.MOST_CHARACTERS
LONGEST_LINE = 500
LONGEST_KEY_POINT = LONGEST_FICHE
#: Key points of a fiche, and lines of any of its fields.
MOST_KEY_POINTS = fiche.MOST_KEY_POINTS
#: Fiches stored at once.
MOST_FICHES = 500

#: Meetings that a participant may be given.
MOST_MEETINGS = 100
