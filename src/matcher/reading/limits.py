"""How much of a stranger's file is taken, so that no file can exhaust memory or time."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024

#: Largest file taken. Real fiches are under 1 MB; with photographs rarely above 20 MB.
FILE_BYTES = 50 * MEBIBYTE

#: Largest sum of what the members of one package or archive unpack to.
EXPANDED_BYTES = 300 * MEBIBYTE

#: Largest single XML part of a package; its parsed tree takes about ten times as much memory.
PART_BYTES = 40 * MEBIBYTE

#: A part that unpacks beyond `RATIO_FLOOR_BYTES` at more than this ratio is a bomb, not a text.
RATIO = 150
RATIO_FLOOR_BYTES = 10 * MEBIBYTE

#: Members of an archive, and files of a folder, taken at most.
MEMBERS = 2_000
FOLDER_FILES = 20_000

#: How deep an archive inside an archive is opened.
NESTED_ARCHIVES = 2

#: Rows and cells of one sheet.
SHEET_ROWS = 100_000
SHEET_CELLS = 1_000_000

#: Pages of one PDF, and bytes of instructions that they draw, forms as often as they are drawn.
#: A page of a fiche has some 50 kB; a second goes by with each half megabyte of them.
PAGES = 300
PDF_DRAWN_BYTES = 8 * MEBIBYTE

#: Nesting of YAML and JSON, and nodes after aliases are followed.
STRUCTURE_DEPTH = 20
STRUCTURE_NODES = 200_000

#: Largest JSON and YAML text; a fiche has about 2 kB. The YAML reader is slow (5 s a megabyte).
STRUCTURED_BYTES = 5 * MEBIBYTE
YAML_BYTES = MEBIBYTE
